"""What outcomes are called, what they mean and what to do next: for the console, the pages and the notebook magics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from grader.messages.languages import languages
from grader.messages.sentences import say, say_in
from grader.messages.text import Text
from grader.verdict import Outcome, SubmissionOutcome

Tone = Literal["good", "bad", "error", "quiet", "fault"]


@dataclass(frozen=True)
class Wording:
    """An outcome in words. `next_step` is for the student; `for_teacher` is set where a person should look."""

    icon: str
    tone: Tone
    name: Text
    meaning: Text
    next_step: Text
    for_teacher: Text | None = None


_SUBMISSIONS: dict[SubmissionOutcome, Wording] = {
    SubmissionOutcome.PASSED: Wording(
        "✓",
        "good",
        say("Passed"),
        say("Every check passed. Well done!"),
        say("You are ready for the next lesson. If you have a moment, see whether your code could read more clearly."),
    ),
    SubmissionOutcome.FAILED: Wording(
        "✗",
        "bad",
        say("Not passed"),
        say("Your code runs, but some of its results are not right yet."),
        say("Start with the first check that did not pass: read its sentence, fix that one thing, then check again."),
    ),
    SubmissionOutcome.RAISED: Wording(
        "!",
        "error",
        say("Error"),
        say("Your code raised an exception, which is a good clue."),
        say(
            "Read the check's sentence first: it names the exception and says what went wrong. "
            "Of the lines below it, the last leads to the place in your code."
        ),
    ),
    SubmissionOutcome.TIMEOUT: Wording(
        "◷",
        "error",
        say("Timed out"),
        say("Your code did not finish in the time allowed, so it was stopped."),
        say(
            "Check that every loop can end and that you do not train for too many steps. "
            "Use array operations instead of loops over single elements."
        ),
        say(
            "Most often an endless loop or too many training steps. "
            "If many time out at once, look at the machine's load or raise the limit."
        ),
    ),
    SubmissionOutcome.MEMORY: Wording(
        "▲",
        "error",
        say("Out of memory"),
        say("Your code asked for more memory than is allowed, so it was stopped."),
        say("Look for an array whose shape is far larger than you meant, or a list that keeps growing in a loop."),
        say("Usually a wrong shape. If the solution is sound, raise the lesson's memory limit."),
    ),
    SubmissionOutcome.CRASHED: Wording(
        "✖",
        "error",
        say("Crashed"),
        say("The process running your code ended before it gave a result."),
        say(
            "Remove calls such as sys.exit(), os._exit() or quit(). If you wrote none, show this file to your teacher."
        ),
        say("The process died or broke the protocol. Read the code: a stray exit call, or done on purpose?"),
    ),
    SubmissionOutcome.OUTPUT_LIMIT: Wording(
        "≡",
        "error",
        say("Too much output"),
        say("Your code printed far too much, so it was stopped."),
        say("Remove debugging prints from your loops, or print only once every few hundred steps."),
        say("Most often a print left in a loop; a word to the student is enough."),
    ),
    SubmissionOutcome.UNATTEMPTED: Wording(
        "○",
        "quiet",
        say("Not started"),
        say("There is no code between Begin and End yet, so there is nothing to judge."),
        say(
            "Pick the easiest gap and write a line or two. If you did write code, make sure that it stands "
            "between Begin and End and that you saved the file."
        ),
    ),
    SubmissionOutcome.REJECTED: Wording(
        "⊘",
        "error",
        say("Could not be read"),
        say("What you handed in could not be read, so it was not judged."),
        say(
            "Put right what the reason below names, or take a fresh copy of the lesson, paste your code between "
            "Begin and End, save, and hand it in again."
        ),
        say("The code may well be right and only the file is broken: ask the student to hand it in again."),
    ),
    SubmissionOutcome.NOT_UNDERSTOOD: Wording(
        "?",
        "fault",
        say("Not understood"),
        say("It is not clear which file is your answer, or whose it is, so nothing was judged."),
        say(
            "Hand in one file only: the lesson's notebook, with the name that it had when you got it. "
            "It costs you nothing until then."
        ),
        say(
            "No score: which file is meant, or whose it is, must be decided by a person. Do what the reason says, then "
            "grade again."
        ),
    ),
    SubmissionOutcome.NOT_HANDED_IN: Wording(
        "—",
        "quiet",
        say("Not handed in"),
        say("Nothing was handed in, so there is nothing to judge."),
        say("Hand in the lesson's notebook."),
    ),
    SubmissionOutcome.GRADER_ERROR: Wording(
        "↻",
        "fault",
        say("No score yet"),
        say("The grader itself failed. This is not your fault and costs you nothing."),
        say(
            "You need not change anything. If you ran the check yourself, run it again; "
            "if you handed it in, your teacher will grade it again."
        ),
        say(
            "Not the student's fault, no score: do what the reason says, such as to fix a check, then grade again. "
            "If it keeps happening, report it with the verdict.json."
        ),
    ),
}

_SKIPPED = Wording(
    "–",
    "quiet",
    say("Skipped"),
    say("A check that this one depends on did not pass, so it was not run."),
    say("Get the earlier check to pass and this one will run by itself."),
)

# These need a person: either nothing was judged, or the program did not end by itself.
NEEDS_A_PERSON = (
    SubmissionOutcome.GRADER_ERROR,
    SubmissionOutcome.NOT_UNDERSTOOD,
    SubmissionOutcome.REJECTED,
    SubmissionOutcome.CRASHED,
    SubmissionOutcome.TIMEOUT,
    SubmissionOutcome.MEMORY,
    SubmissionOutcome.OUTPUT_LIMIT,
)


def wording(outcome: Outcome | SubmissionOutcome) -> Wording:
    """The words for the outcome of a check or of a submission."""
    return _SKIPPED if outcome == Outcome.SKIPPED else _SUBMISSIONS[SubmissionOutcome(outcome.value)]


NO_SCORE: dict[SubmissionOutcome, Text] = {  # what stands where a score would
    SubmissionOutcome.GRADER_ERROR: say("run again"),
    SubmissionOutcome.NOT_UNDERSTOOD: say("see the reason"),
    SubmissionOutcome.NOT_HANDED_IN: say("no score"),
}
PUBLIC_PASSED = say(
    "The public checks that were run all pass. Well done! When your work is graded, it is also checked with other "
    "inputs."
)
PUBLIC_ONLY = say("Only the public checks were run, and no hidden ones: this is no official grade.")
FORCED = say("Note: this was graded below the usual sandbox level by request; do not use it as an official grade.")
CURVES = {"loss": say("Loss"), "accuracy": say("Accuracy")}
DIAGNOSIS = say("What this looks like")
NOTE = say("How this was judged")
NOTICES = say("Worth knowing (costs no points)")
COLON = say_in("after a label", ": ")


def in_brackets(remark: Text | str) -> Text:
    """The remark as it stands behind a sentence."""
    return say_in("a remark behind a sentence", " ({remark})", remark=remark)


_FRAME = re.compile(r"(?:code cell (\d{1,6}), )?line (\d{1,6})( in .*)?")


def frame(line: str) -> tuple[int | None, int, str] | None:
    """Of a line of a traceback as verdicts have it: cell, line, and the rest; None of one that is no place."""
    found = _FRAME.fullmatch(line)
    return (int(found[1]) if found[1] else None, int(found[2]), found[3] or "") if found else None


def frames(traceback: str) -> Text:
    """A traceback of the student's own frames, as verdicts have it, with its places in each language's words."""
    lines = traceback.split("\n")
    return Text(**{code: "\n".join(_frame(line, code) for line in lines) for code in languages()})


def _frame(line: str, lang: str) -> str:
    found = frame(line)
    where = place(*found[:2]) if found else None
    return where.get(lang) + found[2] if found and where else line


def place(cell: int | None, line: int | None) -> Text | None:
    """Where in the file something stands; None if neither is known."""
    if cell and line:
        return say("code cell {cell}, line {line}", cell=cell, line=line)
    if cell:
        return say("code cell {cell}", cell=cell)
    return say("line {line}", line=line) if line else None
