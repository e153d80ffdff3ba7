"""Who gained and who lost by being judged again, and by which check."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import pytest

from grader.reports.changes import Change, changes_csv, compare, summary, why_judged_again
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Text, Verdict
from tests.reports import sample

TEMPLATE = sample.verdict("ada", "02-gate-math")
HOSTILE = '=HYPERLINK("http://evil","x")\x1b[31m\u202e[bold]\n'


def verdict(student: str = "ada", most: float | None = None, **points: float | None) -> Verdict:
    """Checks by name: the points of each out of 2; None: it was not run, since time was up."""
    checks = [
        CheckResult(
            id=name, title=Text(en=name, zh=name), hidden=True, points=value or 0, max_points=2,
            outcome=Outcome.TIMEOUT if value is None else Outcome.PASSED if value == 2 else Outcome.FAILED,
        )
        for name, value in points.items()
    ]  # fmt: skip
    score = sum(check.points for check in checks)
    return TEMPLATE.model_copy(
        update={
            "student": student, "lesson": "01-toy", "checks": checks, "score": score,
            "max_score": 2.0 * len(checks) if most is None else most, "outcome": SubmissionOutcome.FAILED,
        }
    )  # fmt: skip


FAULT = verdict().model_copy(update={"outcome": SubmissionOutcome.GRADER_ERROR, "score": None})


def changed(before: Verdict, after: Verdict, *why: Text) -> Change:
    change = compare(before, after, why)
    assert change is not None
    return change


def test_the_same_is_no_change() -> None:
    assert compare(verdict(a=2, b=0), verdict(a=2, b=0)) is None


@pytest.mark.parametrize(
    ("before", "after", "kind", "better", "worse", "otherwise"),
    [
        (verdict(a=0, b=2), verdict(a=2, b=2), "gained", ("a",), (), ()),
        (verdict(a=2, b=2), verdict(a=1, b=2), "lost", (), ("a",), ()),
        (verdict(a=2, b=0), verdict(a=0, b=2), "same", ("b",), ("a",), ()),
        (verdict(a=0), verdict(a=None), "same", (), (), ("a",)),
        (verdict(a=2), verdict(a=2, new=0), "lost", (), (), ("new",)),
        (verdict(a=2), verdict(a=2, new=2), "same", ("new",), (), ()),
        (verdict(a=2, gone=0), verdict(a=2), "gained", (), (), ("gone",)),
        (verdict(a=2), FAULT, "no score", (), ("a",), ()),
        (FAULT, verdict(a=2), "no score", ("a",), (), ()),
        (verdict(a=0, most=0), verdict(a=2, most=0), "same", ("a",), (), ()),
    ],
)  # fmt: skip
def test_who_gained_and_who_lost_and_by_which_check(
    before: Verdict, after: Verdict, kind: str, better: Any, worse: Any, otherwise: Any
) -> None:
    change = changed(before, after)
    assert (change.kind, change.better, change.worse, change.otherwise) == (kind, better, worse, otherwise)


def rows(*changes: Change) -> list[dict[str, str]]:
    text = "".join(changes_csv(changes, "en"))
    assert text.startswith("\ufeffstudent,")
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def test_the_csv_has_a_row_for_each_change() -> None:
    why = Text(en="the stub has changed", zh="模板已改动")
    (row,) = rows(changed(verdict(a=0, b=2), verdict(a=2, b=None), why))
    assert row["change"] == "same" and row["checks_better"] == "a" and row["checks_worse"] == "b"
    assert (row["score_before"], row["score_after"], row["max_score_after"]) == ("2", "2", "4")
    assert row["why"] == "the stub has changed" and row["judged_before"][:2] == "20"
    assert rows() == []
    assert "模板已改动" in "".join(changes_csv([changed(verdict(a=0), verdict(a=2), why)], "zh"))


def test_a_score_that_is_not_known_is_blank() -> None:
    (row,) = rows(changed(verdict(a=2), FAULT))
    assert row["score_after"] == "" and row["outcome_after"] == "grader_error" and row["change"] == "no score"


def test_no_cell_is_a_formula_and_no_line_steers_a_terminal() -> None:
    hostile = verdict(HOSTILE, **{HOSTILE: 2.0})
    change = changed(verdict(HOSTILE), hostile, Text(en=HOSTILE))
    (row,) = rows(change)
    for name in ("student", "checks_better", "why"):
        assert row[name].startswith("'=HYPERLINK") and "\x1b" not in row[name] and "\u202e" not in row[name]
    for line in [*summary(1, [change], "en"), why_judged_again(1, Counter([HOSTILE]), "en")]:
        assert line.isprintable()


def test_no_seed_is_in_it() -> None:
    seed = "0123456789abcdef" * 2
    environment = TEMPLATE.environment.model_copy(update={"seed": seed})
    one, other = (v.model_copy(update={"environment": environment}) for v in (verdict(a=0), verdict(a=2)))
    change = changed(one, other)
    assert seed not in "".join([*changes_csv([change], "en"), *summary(1, [change], "en")])


def test_the_terminal_names_who_gained_first() -> None:
    changes = [
        changed(verdict("eve", a=2), FAULT), changed(verdict("bob", a=2), verdict("bob", a=1)),
        changed(verdict("ada", a=0), verdict("ada", a=2)),
    ]  # fmt: skip
    lines = list(summary(5, changes, "en"))
    assert lines[0] == "judged again: 5    gained: 1    lost: 1    without a score before or now: 1"
    assert lines[1:3] == ["  + ada/01-toy: 0/2 → 2/2; better: a", "  - bob/01-toy: 2/2 → 1/2; worse: a"]
    assert lines[3].startswith("  ? ") and "grader_error" in lines[3]
    assert list(summary(5, changes, "en", most=1))[1:] == [lines[1], "  and 2 more"]
    assert list(summary(2, [], "en")) == ["2 submissions were judged again, with the same results"]
    assert "加分：1" in next(iter(summary(5, changes, "zh")))


def test_many_checks_and_reasons_are_counted_not_listed() -> None:
    names = {f"check_{n}": 2.0 for n in range(10)}
    (_, line) = summary(1, [changed(verdict(), verdict(**names))], "en")
    assert "check_5, 4 more" in line
    why = why_judged_again(9, Counter({f"reason {n}": 9 - n for n in range(9)}), "en")
    assert why.startswith("9 verdicts of earlier runs no longer hold") and why.endswith("reason 5 (4), 3 more")
    assert "reason 0 (9)" in why and "1 verdict of an earlier run" in why_judged_again(1, Counter(x=1), "en")


def test_what_is_kept_of_a_change_is_small() -> None:
    change = changed(verdict(a=0), verdict(a=2))
    assert change.before.checks == change.after.checks == [] and change.after.curve == []
