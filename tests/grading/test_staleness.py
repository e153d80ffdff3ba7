"""What makes a verdict old, and what does not; verdicts of the version before there was such a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import load_lesson
from grader.grading import staleness
from grader.grading.handin import Job
from grader.grading.judging import JUDGING_VERSION
from grader.grading.staleness import why_again, why_old
from grader.grading.task import Policy, Request, Selection
from grader.verdict import Verdict
from tests import toy

ID = toy.LESSON_ID
ROOT = Path(__file__).resolve().parents[2]
OLD = Path(__file__).with_name("verdicts_of_409b961")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = toy.make_course(tmp_path / "course")
    for name in ("one", "another"):
        edit(course / "solutions" / "oracles" / f"{name}.py", "VALUE = 1\n")
    hidden = course / "solutions" / ID / "test_hidden.py"
    hidden.write_text("from oracles import one\n" + hidden.read_text(encoding="utf-8"), encoding="utf-8")
    edit(course / "exercises" / ID / "probe.py", "# nothing\n")
    edit(course / "exercises" / ID / "examples.json", "{}")
    return course


def edit(path: Path, text: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(before + text, encoding="utf-8")


def manifest(course: Path, old: str, new: str) -> None:
    path = course / "exercises" / ID / "lesson.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def verdict(course: Path, grade: Any) -> Verdict:
    judged: Verdict = grade(toy.answer(), lesson=load_lesson(course, ID))
    assert judged.outcome == "passed"
    return judged


def reasons(course: Path, verdict: Verdict, policy: Policy = Policy(), **request: Any) -> list[str]:
    asked = Request(Job("ada", ID, Path("toy.py")), policy, **request)
    return [why.en for why in why_old(verdict, asked, load_lesson(course, ID))]


EDITS = {
    "stub": f"exercises/{ID}/toy.py",
    "public checks": f"exercises/{ID}/test_public.py",
    "hidden checks": f"solutions/{ID}/test_hidden.py",
    "probe": f"exercises/{ID}/probe.py",
    "examples": f"exercises/{ID}/examples.json",
    "data": f"solutions/{ID}/held_out.txt",
    "an oracle that is used": "solutions/oracles/one.py",
}
LEAVES = {
    "a task's text": f"exercises/{ID}/task.en.md",
    "a sentence": f"exercises/{ID}/misconceptions.toml",
    "a wrong answer": f"solutions/{ID}/wrong/squares.py",
    "a right answer": f"solutions/{ID}/right/mine.py",
    "a record": f"solutions/{ID}/mutants.json",
    "a calibration": f"solutions/{ID}/calibration.json",
    "another lesson": "exercises/02-more/test_public.py",
    "another oracle": "solutions/oracles/another.py",
}


@pytest.mark.parametrize("name", EDITS.values(), ids=EDITS.keys())
def test_editing_what_judges_makes_a_verdict_old_and_is_named(course: Path, verdict: Verdict, name: str) -> None:
    edit(course / name)
    assert reasons(course, verdict) == [f"{name} has changed"]


@pytest.mark.parametrize("name", LEAVES.values(), ids=LEAVES.keys())
def test_editing_anything_else_regrades_nobody(course: Path, verdict: Verdict, name: str) -> None:
    edit(course / name)
    assert reasons(course, verdict) == []


def test_limits_and_the_profile_that_was_used_make_it_old(course: Path, verdict: Verdict) -> None:
    manifest(course, 'en = "Toy"', 'en = "Play"')
    manifest(course, "[profiles.long]", "[profiles.long]\nthreshold = 0.9")
    assert reasons(course, verdict) == [], "another profile's threshold"
    manifest(course, "[profiles.cpu]", "[profiles.cpu]\nthreshold = 0.9")
    manifest(course, "memory_mb = 256", "memory_mb = 257")
    where = f"exercises/{ID}/lesson.toml"
    assert reasons(course, verdict) == [f"{where}: limits has changed", f"{where}: profiles.cpu has changed"]


def test_public_checks_alone_are_none_of_the_hidden_ones_business(course: Path, grade: Any) -> None:
    public = Selection(hidden=False)
    judged = grade(toy.answer(), lesson=load_lesson(course, ID), selection=public)
    edit(course / "solutions" / ID / "test_hidden.py")
    assert reasons(course, judged, selection=public) == []
    assert reasons(course, judged) == ["the hidden checks: not run → all run"]


def reached(verdict: Verdict, **environment: Any) -> Verdict:
    return Verdict.model_validate(
        verdict.model_dump() | {"environment": verdict.environment.model_dump() | environment}
    )


def test_the_judging_version_runtime_versions_and_data_make_it_old(course: Path, verdict: Verdict) -> None:
    numpy = verdict.environment.versions["numpy"]
    for environment, why in (
        ({"judging_version": 0}, f"the judging version: 0 → {JUDGING_VERSION}"),
        ({"versions": {**verdict.environment.versions, "numpy": "1.26.4"}}, f"numpy: 1.26.4 → {numpy}"),
        ({"dataset": "mnist"}, "the data: mnist → digits"),
        ({"sandbox": "process", "forced": True}, "the sandbox level: process → at least container"),
    ):
        assert reasons(course, reached(verdict, **environment)) == [why]
    gone = reached(verdict, versions={**verdict.environment.versions, "a-package-that-is-not-here": "1"})
    assert reasons(course, gone) == [], "nothing could be judged with it now"


def test_a_reason_is_said_in_chinese_too(course: Path, verdict: Verdict) -> None:
    edit(course / "exercises" / ID / "toy.py")
    asked = Request(Job("ada", ID, Path("toy.py")))
    for why in why_old(reached(verdict, judging_version=0), asked, load_lesson(course, ID)):
        assert why.zh != why.en


def test_a_verdict_of_before_inputs_were_named_says_which_lesson_changed(course: Path, verdict: Verdict) -> None:
    before = verdict.model_copy(update={"judged_by": {}, "lesson_digest": "0" * 64})
    assert reasons(course, before) == [f"{ID} has changed"]


def test_two_verdicts_say_what_differs_between_them(course: Path, verdict: Verdict, grade: Any) -> None:
    edit(course / "solutions" / "oracles" / "one.py")
    after = grade(toy.answer(), lesson=load_lesson(course, ID))
    earlier = reached(verdict, judging_version=0)
    assert [why.en for why in why_again(earlier, after)] == [
        "solutions/oracles/one.py has changed", f"the judging version: 0 → {JUDGING_VERSION}",
    ]  # fmt: skip
    assert why_again(after, after) == []


def test_what_only_another_profile_depends_on_has_not_changed(course: Path, grade: Any) -> None:
    one = grade(toy.answer(), lesson=load_lesson(course, ID))
    other = grade(toy.answer(), lesson=load_lesson(course, ID), policy=Policy(profile="long"))
    assert [why.en for why in why_again(one, other)] == ["the profile: cpu → long"]
    assert reasons(course, other) == ["the profile: long → cpu"]


def test_students_are_not_told_what_judges_them(verdict: Verdict) -> None:
    assert verdict.judged_by and verdict.for_student().judged_by == {}


# --- verdicts of commit 409b961 ---------------------------------------------------------------------------------------


def test_a_verdict_of_an_older_grader_is_read_and_says_why_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted((OLD / "results").rglob("verdict.json")):
        verdict = Verdict.read(path)
        monkeypatch.setattr(staleness, "_installed", lambda names, v=verdict: v.environment.versions)
        request = Request(Job(verdict.student, verdict.lesson, Path(verdict.file)))
        why = [reason.en for reason in why_old(verdict, request, load_lesson(ROOT, verdict.lesson))]
        assert why == [f"{verdict.lesson} has changed", f"the judging version: 1 → {JUDGING_VERSION}"]
