"""`grader feedback` writes what students may see, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import OK, OURS, USAGE
from grader.verdict import SubmissionOutcome, Verdict
from tests import toy

SECRET = "printed_by_ada_in_a_hidden_check"


@pytest.fixture
def graded(grader: Any, home: Path) -> Path:
    """Results of two students; one fails a hidden check."""
    public = home / "exercises" / toy.LESSON_ID / "test_public.py"
    public.write_text(toy.PUBLIC, encoding="utf-8")
    wrong = f"if len(x) == 5: print({SECRET!r}); return 1.25\nreturn np.sum(x)"
    toy.hand_in(home, "ada", toy.answer(total=wrong))
    toy.hand_in(home, "bob", toy.answer())
    assert grader("grade", "class", "--lang", "en").code == OK
    return home / "results"


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_writes_a_page_for_each_and_nothing_that_is_the_instructors(grader: Any, home: Path, graded: Path) -> None:
    ran = grader("feedback", "results", "--out", "pages", "--lang", "en")
    assert ran.code == OK and "2 pages are in pages" in ran.out and not ran.err
    assert files_in(home / "pages") == [f"{name}/{toy.LESSON_ID}/feedback.html" for name in ("ada", "bob")]
    verdict = Verdict.read(graded / "students" / "ada" / toy.LESSON_ID / "verdict.json")
    (failed,) = [check for check in verdict.checks if check.outcome != "passed"]
    assert failed.hidden and SECRET in failed.output and failed.details
    page = (home / "pages" / "ada" / toy.LESSON_ID / "feedback.html").read_text(encoding="utf-8")
    assert failed.title.en in page and failed.title.zh in page and "bob" not in page
    private = [SECRET, failed.details, str(verdict.environment.seed), *verdict.judged_by.values(), str(home)]
    assert not [text for text in private if text in page]


def test_a_choice_of_them(grader: Any, home: Path, graded: Path) -> None:
    assert grader("feedback", "results", "--student", "bob", "--lesson", toy.LESSON_ID).code == OK
    assert files_in(home / "feedback") == [f"bob/{toy.LESSON_ID}/feedback.html"]
    for options in (("--student", "eve"), ("--lesson", "09-none")):
        ran = grader("feedback", "results", *options)
        assert ran.code == USAGE and "no such results in results" in ran.err
    ran = grader("feedback", "class", "--out", "pages")
    assert ran.code == USAGE and "it is the --out of `grader grade`" in ran.err


def test_where_the_grader_failed_there_is_no_page_and_no_old_one(grader: Any, home: Path, graded: Path) -> None:
    assert grader("feedback", "results").code == OK
    place = graded / "students" / "ada" / toy.LESSON_ID / "verdict.json"
    failed = {"outcome": SubmissionOutcome.GRADER_ERROR, "score": None, "checks": []}
    Verdict.read(place).model_copy(update=failed).write(place)
    ran = grader("feedback", "results", "--lang", "en")
    assert ran.code == OURS and f"ada/{toy.LESSON_ID}: no page" in ran.err and "grade again" in ran.err
    assert files_in(home / "feedback") == [f"bob/{toy.LESSON_ID}/feedback.html"]


@pytest.mark.parametrize("out", ["results/pages", "results", "."])
def test_pages_lie_apart_from_the_results(grader: Any, home: Path, graded: Path, out: str) -> None:
    before = files_in(home)
    ran = grader("feedback", "results", "--out", out)
    assert ran.code == USAGE and "what no student may see" in ran.err and files_in(home) == before


def test_no_page_is_written_through_a_link(grader: Any, home: Path, graded: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "feedback").mkdir()
    (home / "feedback" / "ada").symlink_to(home / "elsewhere")
    ran = grader("feedback", "results", "--lang", "en")
    assert ran.code == OURS and "it is a link" in ran.err and "1 page is in feedback" in ran.out
    assert not files_in(home / "elsewhere") and files_in(home / "feedback") == [f"bob/{toy.LESSON_ID}/feedback.html"]


def test_pages_of_a_class_are_not_written_into_a_release(grader: Any, home: Path, graded: Path) -> None:
    assert grader("workspace", "release").code == OK
    ran = grader("feedback", "results", "--out", "release/feedback")
    assert ran.code == USAGE and "which students are given" in ran.err and not (home / "release/feedback").exists()
