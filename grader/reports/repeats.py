"""One error that many checks meet is said once: by the first of them, with how many others it stops. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from grader.messages.sentences import joined, say, say_many
from grader.messages.text import Text
from grader.verdict import CheckResult, Outcome

_LINE = Text(en="\n")
_RAISED = re.compile(r"raised (\w+)")


def once(checks: Sequence[CheckResult]) -> list[CheckResult]:
    """The checks as they are shown: of those that meet one error, the first says it, and the others point to it."""
    if not any(check.message for check in checks):
        return list(checks)
    firsts: list[int] = []
    for number, check in enumerate(checks):
        met = (i for i in range(number) if firsts[i] == i and _same(checks[i], check))
        firsts.append(next(met, number))
    others = Counter(first for number, first in enumerate(firsts) if first != number)
    return [
        _first(check, others[number]) if first == number else _pointing(check, checks[first])
        for number, (check, first) in enumerate(zip(checks, firsts, strict=True))
    ]


def _same(first: CheckResult, check: CheckResult) -> bool:
    """Whether a check meets the error of an earlier one: from the same line, or in the same words."""
    if first.outcome in (Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILED) or not first.message or not check.message:
        return False
    if check.outcome is Outcome.FAILED:  # it lacks what the first is about
        return check.message.en.endswith(first.message.en)
    if check.outcome is Outcome.RAISED and first.outcome is Outcome.RAISED and check.traceback and first.traceback:
        return _raised(check) == _raised(first)
    return (check.outcome, check.message, check.traceback) == (first.outcome, first.message, first.traceback)


def _raised(check: CheckResult) -> tuple[object, ...]:
    """The last line of the program, and what was raised there: a hidden check does not say its words."""
    assert check.message and check.traceback
    where = check.traceback.split("\n")[-2:]
    return where, check.diagnosis and check.diagnosis.id, _RAISED.findall(check.message.en)[:1]


def _first(check: CheckResult, others: int) -> CheckResult:
    if not others or not check.message:
        return check
    many = say_many("The same error stops {n} other check.", "The same error stops {n} other checks.", others)
    return check.model_copy(update={"message": joined(_LINE, (check.message, many))})


def _pointing(check: CheckResult, first: CheckResult) -> CheckResult:
    same = say("the same error as in “{title}”, above", title=first.title)
    return check.model_copy(update={"message": same, "diagnosis": None, "traceback": None})


__all__ = ["once"]
