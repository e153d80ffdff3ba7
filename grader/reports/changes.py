"""Who gained and who lost by being judged again, and by which check: as CSV, and as lines for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.messages.sentences import listed, say, say_many
from grader.reports.formats.csv import BYTE_ORDER_MARK, cell, line
from grader.reports.text import number, one_line
from grader.verdict import CheckResult, Outcome, Text, Verdict

_COLUMNS = (
    "student", "lesson", "change", "score_before", "score_after", "max_score_before", "max_score_after",
    "outcome_before", "outcome_after", "checks_better", "checks_worse", "checks_otherwise", "why", "judged_before",
    "judged_after",
)  # fmt: skip
_MOST = 20_000  # characters of a cell: Excel takes 32,767
_CHECKS_SHOWN, _REASONS_SHOWN = 6, 6
_SIGNS = {"gained": "+", "lost": "-", "no score": "?", "same": "="}


@dataclass(frozen=True)
class Change:
    """What two verdicts on the same file say differently, and why it was judged again.

    Of the checks, by id: `better` gave fewer points before, `worse` more, `otherwise` failed in another way.
    """

    before: Verdict
    after: Verdict
    better: tuple[str, ...]
    worse: tuple[str, ...]
    otherwise: tuple[str, ...]
    why: tuple[Text, ...] = ()

    @property
    def kind(self) -> str:
        """``gained`` or ``lost``, of the share of the points; ``same``; ``no score`` where one of the two has none."""
        before, after = _share(self.before), _share(self.after)
        if before is None or after is None:
            return "no score"
        return "same" if before == after else "gained" if after > before else "lost"


def compare(before: Verdict, after: Verdict, why: Iterable[Text] = ()) -> Change | None:
    """What changed from one verdict to the other on the same file; None if they say the same."""
    earlier, later = ({check.id: check for check in verdict.checks} for verdict in (before, after))
    kinds: dict[str, list[str]] = {"better": [], "worse": [], "otherwise": []}
    for name in dict.fromkeys([*earlier, *later]):
        one, other = _worth(earlier.get(name)), _worth(later.get(name))
        if one[:2] != other[:2]:
            kinds["better" if other[:2] > one[:2] else "worse"].append(name)
        elif one != other:
            kinds["otherwise"].append(name)
    facts = [(verdict.score, verdict.max_score, verdict.outcome) for verdict in (before, after)]
    if facts[0] == facts[1] and not any(kinds.values()):
        return None
    short = [verdict.model_copy(update={"checks": [], "curve": [], "notices": []}) for verdict in (before, after)]
    return Change(short[0], short[1], **{kind: tuple(names) for kind, names in kinds.items()}, why=tuple(why))


def _worth(check: CheckResult | None) -> tuple[float, bool, str]:
    if check is None:
        return 0.0, False, ""
    return check.points, check.outcome is Outcome.PASSED, check.outcome.value


def _share(verdict: Verdict) -> float | None:
    if verdict.score is None:
        return None
    return verdict.score / verdict.max_score if verdict.max_score else 0.0


def changes_csv(changes: Iterable[Change], lang: str) -> Iterator[str]:
    """Lines with `_COLUMNS`: a row for each change. A score that is not known is blank, never zero."""
    yield BYTE_ORDER_MARK + line(_COLUMNS)
    for change in changes:
        before, after = change.before, change.after
        names = (change.better, change.worse, change.otherwise, [why.get(lang) for why in change.why])
        yield line([
            cell(after.student), cell(after.lesson), change.kind,
            number(before.score, 4), number(after.score, 4), number(before.max_score, 4), number(after.max_score, 4),
            before.outcome.value, after.outcome.value,
            *(cell("; ".join(one), _MOST) for one in names),
            before.graded_at.isoformat(timespec="seconds"), after.graded_at.isoformat(timespec="seconds"),
        ])  # fmt: skip


def why_judged_again(count: int, reasons: Counter[str], lang: str) -> str:
    """Why `count` verdicts of earlier runs did not hold, the most frequent reason first."""
    shown = [f"{one_line(why, 200)} ({n})" for why, n in reasons.most_common(_REASONS_SHOWN)]
    if more := len(reasons) - len(shown):
        shown.append(say("{n} more", n=more).get(lang))
    return say_many(
        "{n} verdict of an earlier run no longer holds, and the same file was judged again: {why}",
        "{n} verdicts of earlier runs no longer hold, and the same files were judged again: {why}",
        count, why=listed(shown),
    ).get(lang)  # fmt: skip


def summary(judged: int, changes: Sequence[Change], lang: str, most: int | None = None) -> Iterator[str]:
    """Lines on `judged` submissions that were judged again: how many gained and lost, then `most` of those."""
    if not changes:
        same = say_many(
            "{n} submission was judged again, with the same result", "{n} submissions were judged again, with the same "
            "results", judged,
        )  # fmt: skip
        yield same.get(lang)
        return
    counts = Counter(change.kind for change in changes)
    yield say(
        "judged again: {judged}    gained: {gained}    lost: {lost}    without a score before or now: {unknown}",
        judged=judged, gained=counts["gained"], lost=counts["lost"], unknown=counts["no score"],
    ).get(lang)  # fmt: skip
    order = sorted(changes, key=lambda one: (list(_SIGNS).index(one.kind), one.after.student, one.after.lesson))
    shown = order if most is None else order[:most]
    yield from (f"  {_SIGNS[change.kind]} {_said(change, lang)}" for change in shown)
    if len(order) > len(shown):
        yield "  " + say("and {n} more", n=len(order) - len(shown)).get(lang)


def _said(change: Change, lang: str) -> str:
    before, after = change.before, change.after
    scores = " → ".join(
        f"{number(one.score)}/{number(one.max_score)}" if one.score is not None else one.outcome.value
        for one in (before, after)
    )
    parts = [f"{one_line(after.student)}/{one_line(after.lesson)}: {scores}"]
    for heading, names in (
        (say("better: {checks}", checks=_names(change.better)), change.better),
        (say("worse: {checks}", checks=_names(change.worse)), change.worse),
        (say("failed in another way: {checks}", checks=_names(change.otherwise)), change.otherwise),
    ):
        parts += [heading.get(lang)] if names else []
    return "; ".join(parts)


def _names(checks: tuple[str, ...]) -> Text:
    shown: list[str | Text] = [one_line(name) for name in checks[:_CHECKS_SHOWN]]
    if len(checks) > _CHECKS_SHOWN:
        shown.append(say("{n} more", n=len(checks) - _CHECKS_SHOWN))
    return listed(shown)


__all__ = ["Change", "changes_csv", "compare", "summary", "why_judged_again"]
