"""The names that a lesson uses: no helper of a student's may bind one of them.

Of the public half, every name. Of the hidden checks and the oracles only those that are asked of the program: what
`student.` and `probe.` stand before, and texts. The others stay on the trusted side; a student's file would be refused
for the name of an oracle's variable, which `grader check` cannot know, and would learn that there is one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.course import judged_by
from grader.source.helpers import identifiers

if TYPE_CHECKING:
    from grader.course.lesson import Form, Lesson


def reserved(lesson: Lesson, form: Form) -> frozenset[str]:
    """The names that no helper may bind in an answer of this form. Raises OSError if a check cannot be read."""
    public = judged_by.programs_of(lesson, hidden=False)
    texts = [form.stub, form.probe or "", *(path.read_text(encoding="utf-8") for path in public)]
    if form.stand_in_path is not None:
        texts.append(form.stand_in_path.read_text(encoding="utf-8"))
    private = judged_by.programs_of(lesson, hidden=True) - public
    asked = (name for path in private for name in _asked(path.read_text(encoding="utf-8")))
    return frozenset([*(name for text in texts for name in identifiers(text)), *asked])


def _asked(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return  # judging says what is wrong with it
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="student") | ast.Attribute(attr="probe"), attr=name):
                yield name
            case ast.Constant(value=str(name)) if name.isidentifier():
                yield name


__all__ = ["reserved"]
