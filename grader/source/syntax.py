"""Whether a region is Python, and how it is read where it is not quite: told by the compiler, which runs nothing.

The text is hostile. The compiler's time and memory for it are linear, by a factor that the text's author chooses:
for a class, this runs in a worker process with limits.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Sequence

from grader.messages.sentences import defer
from grader.messages.text import Text
from grader.source import pasted
from grader.source.slips import Slip

MOST_CHARACTERS = 500_000  # of a region that is tried here; of a longer one, loading it tells
_MOST_REPAIRED = 50_000

_LINE = re.compile(r" \(detected at line \d+\)| on line \d+")  # of the program, which nobody but us has seen

# What the compiler judges by the whole function, or the whole file; strings that span lines; a form feed, which begins
# the indentation of its line anew; and what joins a line to the next, or ends one where we see none end.
_OF_A_WHOLE = re.compile(r"\b(?:global|nonlocal|async|await|yield|__future__)\b|\"\"\"|'''|\f|\r|\\$", re.MULTILINE)

Lines = Sequence[str]


def fault(text: str) -> SyntaxError | None:
    """Why a program is no Python; None if it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<answer>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (RecursionError, MemoryError, OverflowError):
        return SyntaxError("too many nested parentheses, blocks or operators")
    except ValueError as error:
        return SyntaxError(str(error))
    return None


def may_stand_alone(body: Lines, indent: str) -> bool:
    """Whether these lines are Python by themselves wherever they are with others, between two lines of `pass`.

    They begin at this indentation, and none lies left of it. A bracket, a block or a decorator that is open at their
    end meets the `pass`, which cannot stand there; a string that spans lines and what the compiler judges by a whole
    function are not in them.
    """
    text = "\n".join(body)
    if len(text) > MOST_CHARACTERS or _OF_A_WHOLE.search(text):
        return False
    code = [line for line in body if line.strip() and not line.lstrip().startswith("#")]
    if not code or not all(line.startswith(indent) for line in code):
        return False
    return not code[0][len(indent) : len(indent) + 1].isspace()


def read(
    before: Lines, body: Lines, after: Lines, first: int, moved: Callable[[Lines], Lines]
) -> Slip | tuple[Lines, tuple[Slip, ...]]:
    """The lines of a region that stands between `before` and `after`, as Python has them, with what to say of it; a
    Slip that says what is wrong if they are no Python.

    `first` is the line of the submission that `body` begins at. `moved` puts lines to the region's indentation.
    """
    if sum(map(len, body)) > MOST_CHARACTERS:
        return body, ()
    wrong = fault(_joined(before, body, after))
    if wrong is None:
        return body, ()
    if sum(map(len, body)) <= _MOST_REPAIRED:
        for readings, sentence in pasted.repairs(body):
            sound = [lines for reading in readings if _is_python(before, lines := moved(reading), after)]
            if sound and len({_meaning(_joined(before, lines, after)) for lines in sound}) == 1:
                return sound[0], (Slip(sentence, {"line": first + _first_code(body)}),)
    return _no_python(wrong, len(before), body, first)


def _joined(before: Lines, body: Lines, after: Lines) -> str:
    return "\n".join([*before, *body, *after])


def _is_python(before: Lines, body: Lines, after: Lines) -> bool:
    return fault(_joined(before, body, after)) is None


def _meaning(text: str) -> str:
    return ast.dump(ast.parse(text))


def _first_code(body: Lines) -> int:
    return next((n for n, line in enumerate(body) if line.strip()), 0)


def _no_python(wrong: SyntaxError, before: int, body: Lines, first: int) -> Slip:
    """What is wrong, in the line of the region that is nearest to where the compiler gave up."""
    number = (wrong.lineno or 1) - before - 1
    if not 0 <= number < len(body):  # what is missing shows in the given code below
        number = max((n for n, line in enumerate(body) if line.strip()), default=0)
    kind, message = type(wrong).__name__, _LINE.sub("", str(wrong.msg))
    told = pasted.why_no_python(message, body) or Text(en=f"{kind}: {message}"[:300])
    return Slip(defer("{place} is no Python ({what})", what=told), {"place": first + number}, in_code=True)


__all__ = ["fault", "may_stand_alone", "read"]
