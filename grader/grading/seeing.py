"""A picture of a student's own code: the lesson's public ``see.py``, run beside their program inside the wall.

Nothing is judged by it. ``see.py`` is a script: it imports the student's program by the name of the lesson's module,
finds the public half's data beside it, and draws with matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from grader.course.lesson import SEE_FILE, Lesson
from grader.grading.choosing import choose
from grader.grading.judge import form_of
from grader.grading.neighbours import Carried
from grader.grading.opening import HandedIn, read_file
from grader.grading.script import Script, run_script, wants_images
from grader.grading.submission import SubmissionError, parse
from grader.messages.sentences import say
from grader.sandbox.limits import Limits
from grader.sandbox.warm import Handle
from grader.source.regions import MarkerError
from grader.source.splicing import splice
from grader.verdict import Text

_DATA = {".json", ".txt"}  # what a lesson's program may read
_LIMITS = Limits(call_seconds=300, total_seconds=300, memory_mb=3072, output_kb=256, disk_mb=64)


class SeeError(ValueError):
    """There is no picture; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


def read_view(asked: tuple[Lesson, HandedIn, Path]) -> Script:
    """The lesson's script, with the program of an answer that was handed in beside it. A ``see.py`` in the folder goes
    before the lesson's: a student changes one thing in it, and looks again. Raises SubmissionError, SeeError; call it
    in a process that may be ended: all this is a student's."""
    lesson, handed_in, folder = asked
    submission = choose(handed_in, lesson).submission
    form = form_of(lesson, submission)
    path = form.stub_path.with_name(SEE_FILE)
    if not path.is_file():
        raise SeeError(say("{lesson} has no picture for an answer in this dialect", lesson=lesson.id))
    try:
        spliced = splice(form.stub, submission.text, submission.cells, lesson.names_in_use(form))
    except MarkerError as error:
        raise SubmissionError(error.located(submission.where)) from error
    if not spliced.holds_answers:
        raise SeeError(say("there is nothing to see yet: write the functions first, save, and try again"))
    files = {one.name: one.read_bytes() for one in lesson.public.iterdir() if one.suffix in _DATA and one.is_file()}
    files[lesson.module] = spliced.program.encode()
    own = read_file(folder / SEE_FILE) if (folder / SEE_FILE).is_file() else read_file(path)
    see = parse(own, judged=False)
    return Script(see, Carried(files), form.runtime, wants_images(see.text))


def draw(
    script: Script, handle: Handle, *, seed: int = 0, on_output: Callable[[bytes], None] = lambda chunk: None
) -> list[np.ndarray]:
    """What the script draws, uint8 (height, width, 4) each. Raises SeeError if it draws nothing."""
    ended = run_script(script, handle, _LIMITS, seed=seed, on_output=on_output)
    if ended.figures and ended.fault is None:
        return ended.figures
    if ended.fault is None:
        raise SeeError(say("the picture's script drew nothing"))
    why = say("{where} of see.py: {why}", where=ended.where, why=ended.fault) if ended.where else ended.fault
    raise SeeError(
        say(
            "there is no picture yet: your functions do not give what it needs, and `%check` says which of them is not "
            "right. {why}",
            why=why,
        )
    )


__all__ = ["SeeError", "draw", "read_view"]
