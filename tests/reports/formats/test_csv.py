import csv
import io

import pytest

from grader.reports.formats import csv as module
from grader.verdict import SubmissionOutcome
from tests.reports.sample import CHECKS, sample_class, verdict


def grades_csv(verdicts):
    return "".join(module.grades_csv(verdicts))


def rows(text):
    return list(csv.DictReader(io.StringIO(text.encode().decode("utf-8-sig"))))


def test_a_row_per_submission_and_a_column_per_check():
    verdicts = sample_class()
    found = rows(grades_csv(verdicts))
    assert [(r["student"], r["lesson"], r["outcome"]) for r in found] == [
        (v.student, v.lesson, v.outcome.value) for v in verdicts
    ]
    columns = [f"{lesson}:{check[0]}" for lesson, checks in CHECKS.items() for check in checks]
    assert list(found[0]) == ["student", "lesson", "outcome", "score", "max_score", "public_only", *columns]
    for row, one in zip(found, verdicts, strict=True):
        assert {c: float(row[c]) for c in columns if row[c]} == {f"{one.lesson}:{c.id}": c.points for c in one.checks}


def test_a_grader_error_has_no_score_at_all():
    partly = verdict("a", "02-gate-math").model_copy(update={"outcome": SubmissionOutcome.GRADER_ERROR, "score": None})
    (row,) = rows(grades_csv([partly]))
    assert row["outcome"] == "grader_error"
    assert row["score"] == "" and row["02-gate-math:test_sigmoid"] == ""
    assert row["max_score"] == "20"


def test_zero_is_written_as_zero():
    (row,) = rows(grades_csv([verdict("a", "02-gate-math", "unattempted")]))
    assert row["score"] == "0"


@pytest.mark.parametrize(
    "start", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x1b[0m=1", "＝1"]
)
def test_no_name_is_a_formula(start):
    (row,) = rows(grades_csv([verdict(start, "03-lstm-cell")]))
    assert row["student"].startswith("'")


def test_two_names_stay_two_whatever_is_quoted():
    names = ["=x", "'=x", "''=x", "'x", "x"]
    found = [row["student"] for row in rows(grades_csv([verdict(name, "03-lstm-cell") for name in names]))]
    assert found == ["'=x", "''=x", "'''=x", "'x", "x"]


def test_quotes_commas_and_newlines_stay_in_their_cell():
    (row,) = rows(grades_csv([verdict('O"Neil, "x"\n1,2,3', "03-lstm-cell")]))
    assert row["student"] == 'O"Neil, "x" 1,2,3'
    assert row["score"] == "12"


def test_excel_reads_chinese_because_of_the_mark():
    text = grades_csv(sample_class())
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")
    assert "陈静怡" in text


def test_an_empty_class_has_a_header():
    assert rows(grades_csv([])) == []
    assert "student,lesson,outcome,score,max_score" in grades_csv([])
