"""Who handed in nothing has a row all the same, in every report and whenever it is written; groups share a verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.batch import Listeners, grade_class
from grader.grading.handin import find_class
from grader.grading.jobs import Found, Job
from grader.grading.people import FILE, People, with_absent
from grader.grading.roster import Person, Roster
from grader.grading.shards import Shard
from grader.grading.store import Verdicts
from grader.reports.html import feedback_in
from tests import toy

LESSON = toy.LESSON_ID
ADA, BOB, CLEO = Person("ada", "Ada L", "G"), Person("bob", "Bob", "G"), Person("cleo", "Cleo", "", "77")
ROSTER = Roster((ADA, BOB, CLEO))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


Grade = Callable[..., tuple[Verdicts, list[str]]]


@pytest.fixture
def grade(course: Path, tmp_path: Path) -> Grade:
    """Grades the class with `ROSTER` into ``out``; the verdicts, and who was judged."""

    def run(**how: Any) -> tuple[Verdicts, list[str]]:
        found = find_class(course, tmp_path / "class", roster=ROSTER)
        judged: list[str] = []
        listeners = Listeners(on_verdict=lambda job, verdict: judged.append(job.student))
        verdicts = grade_class(
            course, found.jobs, tmp_path / "out", seed=7, workers=1, page=feedback_in("en"), listeners=listeners, **how
        )
        return verdicts, judged

    return run


def test_a_groups_file_is_judged_once_and_is_every_members(hand_in: Any, grade: Grade, tmp_path: Path) -> None:
    hand_in("ada")
    verdicts, judged = grade()
    assert judged == ["ada"]
    assert [(one.student, one.score) for one in verdicts] == [("ada", toy.MAX_SCORE), ("bob", toy.MAX_SCORE)]
    ada, bob = verdicts
    assert not ada.notices and "ada handed it in" in bob.notices[0].text.en
    assert (tmp_path / "out" / "students" / "bob" / LESSON / "feedback.html").is_file()
    before = [place.read_bytes() for place in verdicts.places]
    again, judged = grade()
    assert judged == [] and [place.read_bytes() for place in again.places] == before


def test_a_new_file_of_the_group_reaches_every_member(hand_in: Any, grade: Grade) -> None:
    hand_in("ada")
    grade()
    hand_in("ada", toy.answer(double="return x**2"))
    verdicts, judged = grade()
    assert judged == ["ada"] and {one.score for one in verdicts} == {2.0}
    hand_in("bob")
    verdicts, judged = grade()
    assert judged == ["bob"] and [one.score for one in verdicts] == [2.0, toy.MAX_SCORE]


def test_members_of_a_group_are_in_one_shard() -> None:
    jobs = [Job("ada", LESSON, Path("x")), Job("bob", LESSON, Path("x"), like="ada"), Job("cleo", LESSON, Path("y"))]
    parts = [Shard(index=index, count=2).of(jobs) for index in (1, 2)]
    assert [[job.student for job in part] for part in parts] == [["ada", "bob"], ["cleo"]]


def test_the_absent_have_a_row_where_they_have_no_verdict(hand_in: Any, grade: Grade) -> None:
    hand_in("ada")
    verdicts, _ = grade()
    absent = [("zoe", LESSON), ("ada", LESSON), ("abe", LESSON), ("abe", "02-nobody-has-it")]
    rows = [(one.student, one.outcome.value, one.score, one.max_score) for one in with_absent(verdicts, absent)]
    most = toy.MAX_SCORE
    assert rows == [
        ("abe", "not_handed_in", None, most), ("ada", "passed", most, most), ("bob", "passed", most, most),
        ("zoe", "not_handed_in", None, most),
    ]  # fmt: skip
    assert with_absent(verdicts, []) is verdicts


def test_a_lesson_that_is_nobodys_has_rows_until_somebody_hands_it_in(hand_in: Any, grade: Grade) -> None:
    run = People.of(Found(absent=[("zoe", LESSON), ("ada", LESSON)]), {LESSON: 7.0})
    (ada, zoe) = with_absent(Verdicts([]), run.absent, run.asked)
    assert (ada.student, zoe.student, zoe.outcome.value, zoe.score, zoe.max_score) == (
        "ada", "zoe", "not_handed_in", None, 7.0,
    )  # fmt: skip
    assert ada.graded_at == run.asked[LESSON].at
    other = People.of(Found(absent=[("zoe", "02-b")]), {"02-b": 3.0}).after(run)
    assert other.absent == (("ada", LESSON), ("zoe", LESSON), ("zoe", "02-b")) and {*other.asked} == {LESSON, "02-b"}
    hand_in("ada")
    verdicts, _ = grade()
    later = People.of(Found(absent=[("zoe", LESSON)])).after(other, [LESSON])
    assert later.absent == (("zoe", LESSON), ("zoe", "02-b")) and {*later.asked} == {"02-b"}
    rows = with_absent(verdicts, later.absent, later.asked)
    assert [(one.student, one.lesson, one.max_score) for one in rows if one.student == "zoe"] == [
        ("zoe", LESSON, toy.MAX_SCORE), ("zoe", "02-b", 3.0),
    ]  # fmt: skip


def test_what_is_kept_beside_the_verdicts(tmp_path: Path) -> None:
    first = People.of(Found(absent=[("cleo", LESSON), ("zoe", "02-b")], members={"cleo": CLEO}))
    first.write(tmp_path)
    read, said = People.read(tmp_path)
    assert read == first and said is None and read.members["cleo"].lms == "77"
    later = People.of(Found(absent=[("bob", LESSON)])).after(read, [LESSON])
    assert later.absent == (("bob", LESSON), ("zoe", "02-b")), "of another lesson nothing new is known"
    assert later.members == first.members, "a run without a roster forgets none"
    (tmp_path / FILE).write_text("[]")
    read, said = People.read(tmp_path)
    assert read == People() and said is not None and "grade again" in said.en and "重新评分" in said.zh
    assert People.read(tmp_path / "nowhere") == (People(), None)
