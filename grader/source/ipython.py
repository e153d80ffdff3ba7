"""What IPython makes of its own syntax: asked of IPython itself, and imported only when a cell needs it.

IPython is given one statement at a time. Its `TransformerManager` reads the whole cell again after each magic, which
takes time that grows with their square, and gives up after 500.
"""

from __future__ import annotations

import re

# What IPython tokenizes; in a longer statement only its first character is looked at.
MOST_TOKENIZED = 1_000

_ESCAPED = re.compile(r"[ \t]*+(?:[%!](?!=)|[?,;]|/(?![/=]))")  # no statement of Python begins so
# A plain target, and `%` or `!` after its `=`. It may find too much: IPython decides.
_ASSIGNED = re.compile(r"[ \t]*+(?:\[(?:\"[^\"\n]*+\"|'[^'\n]*+')\]|[\w., \t*:()\[\]])++=[ \t]*+[%!](?!=)")
_PROMPT = re.compile(r"[ \t]*+(?:>>>(?: |$)|In \[\d++\]: )")
_MOST_PROMPTED = 100_000


def may_be_its(line: str) -> bool:
    """Whether a statement that begins with this line may be IPython's: false alarms are possible, misses are not."""
    if _ESCAPED.match(line) or _ASSIGNED.match(line):
        return True
    return line.rstrip(" \t").endswith("?") and "#" not in line


def as_python(lines: list[str]) -> str | None:
    """The Python that IPython makes of one statement, such as ``get_ipython().run_line_magic('time', 'f()')``; None: it
    is Python already, or nothing that IPython knows."""
    from IPython.core.inputtransformer2 import (
        EscapedCommand,
        HelpEnd,
        MagicAssign,
        SystemAssign,
        TokenTransformBase,
        make_tokens_by_line,
    )

    ended = [line + "\n" for line in [*lines[:-1], lines[-1].rstrip(" \t")]]  # blanks after `?` are not meant
    found: list[TokenTransformBase] = []
    if sum(map(len, ended)) <= MOST_TOKENIZED:
        try:
            tokens = make_tokens_by_line(ended)
        except SyntaxError:  # of the indentation
            tokens = []
        found = [its for each in (MagicAssign, SystemAssign, HelpEnd) if (its := each.find(tokens))]
    if _ESCAPED.match(lines[0]):
        found.append(EscapedCommand((1, len(lines[0]) - len(lines[0].lstrip(" \t")))))
    for its in sorted(found, key=TokenTransformBase.sortby):
        try:
            return "".join(its.transform(ended)).rstrip("\n")
        except SyntaxError:
            pass
    return None


def has_prompts(line: str) -> bool:
    """Whether a statement that begins with this line was copied with its prompt, ``>>>`` or ``In [1]:``."""
    return _PROMPT.match(line) is not None


def without_prompts(lines: list[str]) -> list[str]:
    """A cell without the prompts that IPython takes away, line for line; as it is where it is very long."""
    from IPython.core.inputtransformer2 import classic_prompt, ipython_prompt

    if sum(map(len, lines)) > _MOST_PROMPTED or any(len(line) > MOST_TOKENIZED for line in lines):
        return lines
    ended = [line + "\n" for line in lines]
    for strip in (classic_prompt, ipython_prompt):
        ended = strip(ended)
    stripped = [line.removesuffix("\n") for line in ended]
    return stripped if len(stripped) == len(lines) else lines
