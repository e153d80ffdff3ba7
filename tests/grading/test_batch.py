"""A class: its files are found, every job ends in a verdict, and nothing that was judged is lost or judged again."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import grader.reports.html
from grader.course.lesson import LessonError
from grader.grading.batch import Listeners, grade_class
from grader.grading.engine import Job
from grader.grading.handin import find_class
from grader.grading.judging import JUDGING_VERSION
from grader.grading.seeds import Seed
from grader.grading.store import Verdicts, adopt, all_verdicts, verdict_path
from grader.grading.task import Policy
from grader.reports.html import feedback_in
from grader.sandbox.errors import SandboxError
from grader.verdict import Verdict
from tests import toy
from tests.attacks.corpus import descendants
from tests.reports import sample

SEED = 7
GATES = "02-gate-math"  # the lesson of `sample.verdict`s


pytestmark = pytest.mark.usefixtures("one_server")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


# --- finding --------------------------------------------------------------------------------------------------------


def test_a_class_is_found_in_a_stable_order(course: Path, hand_in: Any, tmp_path: Path) -> None:
    for student in ("zoe", "ada", "门"):
        hand_in(student)
    (tmp_path / "class" / ".git").mkdir()
    found = find_class(course, tmp_path / "class")
    assert [job.name for job in found.jobs] == ["ada/01-toy", "zoe/01-toy", "门/01-toy"]
    assert found.strange == [] and all(job.path.name == "toy.py" for job in found.jobs)


def test_only_one_student_or_lesson(course: Path, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    hand_in("bob")
    assert [job.student for job in find_class(course, tmp_path / "class", student="bob").jobs] == ["bob"]
    assert len(find_class(course, tmp_path / "class", lesson=toy.LESSON_ID).jobs) == 2
    assert find_class(course, tmp_path / "class", lesson="02-other").jobs == []


def test_what_is_no_submission_is_named_and_skipped(course: Path, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    hand_in("ada", lesson="99-none")
    (tmp_path / "class" / "notes.txt").write_text("")
    (tmp_path / "class" / "link").symlink_to("ada")
    found = find_class(course, tmp_path / "class")
    assert [(job.name, job.unclear) for job in found.jobs] == [("ada/01-toy", False), ("link/01-toy", True)]
    said = " ".join(text.en for text in found.strange)
    assert "no lesson '99-none'" in said and "notes.txt: not a student's folder" in said
    assert "link: A link lies in place of this student's folder" in said


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        (["toy.ipynb", "toy.py", "other.py"], "toy.ipynb"),
        (["toy.py", "other.ipynb"], "toy.py"),
        (["my answer.ipynb"], "my answer.ipynb"),
        (["my answer.py", "readme.txt", ".hidden.py"], "my answer.py"),
        (["a.py", "b.py"], "a.py"),  # the first of those to choose from
        ([], "toy.ipynb"),
    ],
)
def test_the_file_to_grade(course: Path, tmp_path: Path, files: list[str], chosen: str) -> None:
    place = tmp_path / "class" / "ada" / toy.LESSON_ID
    place.mkdir(parents=True)
    for name in files:
        (place / name).write_text("")
    (job,) = find_class(course, tmp_path / "class").jobs
    assert job.path == place / chosen


def test_a_class_that_is_not_there_is_an_os_error(course: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        find_class(course, tmp_path / "class")


def test_a_folder_that_cannot_be_listed_costs_nobody_else_a_verdict(
    course: Path, hand_in: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for an ordinary user; tests/test_failures.py has one grade such a class."""
    for student in ("ada", "bob", "cleo"):
        hand_in(student, name="mine.py")
    opening = os.open

    def closed(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        within = os.readlink(f"/proc/self/fd/{kwargs['dir_fd']}") if kwargs.get("dir_fd") is not None else ""
        if path == "bob" or (path == toy.LESSON_ID and within.endswith("/cleo")):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opening(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", closed)
    found = find_class(course, tmp_path / "class")
    assert [(job.student, job.path.name) for job in found.jobs] == [
        ("ada", "mine.py"), ("bob", "bob"), ("cleo", "toy.ipynb"),
    ]  # fmt: skip
    monkeypatch.undo()
    (said,) = found.strange
    assert "class/bob: This student's folder cannot be listed (Permission denied)" in said.en
    assert "grade again" in said.en and found.jobs[1].unclear


def test_a_class_may_lie_in_a_folder_whose_name_is_no_text(course: Path, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    (tmp_path / "class").rename(odd)
    found = find_class(course, odd)
    assert found.strange == []
    (verdict,) = grade_class(course, found.jobs, tmp_path / "results", seed=SEED, workers=1, page=feedback_in("zh"))
    assert verdict.outcome == "passed"


# --- grading --------------------------------------------------------------------------------------------------------


class Grading:
    """Grades the class in ``class/`` into ``results/`` and remembers which jobs were judged."""

    def __init__(self, course: Path, home: Path) -> None:
        self.course, self.home, self.out = course, home, home / "results"
        self.judged: list[str] = []
        self.begun: list[int] = []
        self.kept: list[str] = []
        self.old: dict[str, list[str]] = {}
        self.replaced: list[tuple[Verdict, Verdict]] = []

    def jobs(self) -> list[Job]:
        return find_class(self.course, self.home / "class").jobs

    def __call__(self, policy: Policy = Policy(), seed: Seed | None = SEED, **more: Any) -> dict[str, Verdict]:
        self.judged.clear()
        self.kept.clear()
        self.old.clear()
        self.replaced.clear()
        on_verdict = more.pop("on_verdict", lambda job, verdict: None)

        def heard(job: Job, verdict: Verdict) -> None:
            self.judged.append(job.student)
            on_verdict(job, verdict)

        jobs = self.jobs()
        verdicts = grade_class(
            self.course, jobs, self.out, policy, seed=seed, page=feedback_in("zh"), workers=2,
            listeners=Listeners(
                on_verdict=heard, on_begin=lambda engine, jobs: self.begun.append(len(jobs)),
                on_kept=lambda job: self.kept.append(job.student),
                on_old=lambda job, reasons: self.old.update({job.student: [reason.en for reason in reasons]}),
                on_replaced=lambda before, after: self.replaced.append((before, after)),
            ),
            **more,
        )  # fmt: skip
        assert [verdict.student for verdict in verdicts] == [job.student for job in jobs]
        return {verdict.student: verdict for verdict in verdicts}


@pytest.fixture
def grading(course: Path, tmp_path: Path) -> Grading:
    return Grading(course, tmp_path)


def test_a_class_with_every_kind_of_submission(grading: Grading, hand_in: Any) -> None:
    hand_in("right")
    hand_in("wrong", toy.answer(double="return x**2"))
    hand_in("untouched", toy.STUB)
    hand_in("broken", "{", "toy.ipynb")
    hand_in("hostile", toy.answer(double="import os\nos._exit(1)"))
    (grading.home / "class" / "empty" / toy.LESSON_ID).mkdir(parents=True)
    verdicts = grading()
    assert {student: verdict.outcome.value for student, verdict in verdicts.items()} == {
        "right": "passed", "wrong": "failed", "untouched": "unattempted", "broken": "rejected", "hostile": "crashed",
        "empty": "rejected",
    }  # fmt: skip
    assert sorted(grading.judged) == sorted(verdicts) and (grading.begun, grading.kept) == ([6], [])
    for job in grading.jobs():
        path = verdict_path(grading.out, job)
        assert path == grading.out / "students" / job.student / job.lesson / "verdict.json"
        assert Verdict.read(path) == verdicts[job.student]
        page = path.with_name("feedback.html").read_text(encoding="utf-8")
        assert "<html" in page and "Toy" in page


def test_the_levels_that_are_reached_are_written_down(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    assert grading()["ada"].environment.sandbox == "strict"


def test_a_second_run_judges_nothing_again(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    hand_in("bob", toy.STUB)
    first = grading()
    assert grading() == first
    assert grading.judged == [] and sorted(grading.kept) == ["ada", "bob"]


def test_a_page_that_is_missing_is_written_again(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    grading()
    (page,) = grading.out.rglob("feedback.html")
    page.unlink()
    grading()
    assert page.is_file() and grading.judged == []


def test_a_changed_file_is_judged_again_and_no_other(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    hand_in("bob")
    grading()
    hand_in("bob", toy.answer(double="return x**2"))
    verdicts = grading()
    assert grading.judged == ["bob"] and grading.kept == ["ada"]
    assert (verdicts["ada"].outcome, verdicts["bob"].outcome) == ("passed", "failed")


@pytest.mark.parametrize("half", ["exercises", "solutions"])
def test_a_changed_lesson_is_judged_again(grading: Grading, hand_in: Any, half: str) -> None:
    hand_in("ada")
    before = grading()["ada"]
    name = {"exercises": "test_public.py", "solutions": "test_hidden.py"}[half]
    path = grading.course / half / toy.LESSON_ID / name
    path.write_text(path.read_text(encoding="utf-8") + "\n\ndef test_more(): pass\n", encoding="utf-8")
    after = grading()["ada"]
    assert grading.judged == ["ada"]
    assert after.lesson_digest != before.lesson_digest and after.max_score == before.max_score + 1 == after.score


@pytest.mark.parametrize(
    ("how", "again"),
    [({"seed": None}, False), ({"seed": 7}, False), ({"seed": 8}, True),
     ({"seed": 7, "policy": Policy(profile="long")}, True), ({"seed": 7, "policy": Policy(forced=True)}, False)],
)  # fmt: skip
def test_another_way_of_grading_is_judged_again(grading: Grading, hand_in: Any, how: Any, again: bool) -> None:
    hand_in("ada")
    grading()
    grading(**how)
    assert grading.judged == (["ada"] if again else [])


def rewritten(grading: Grading, **environment: Any) -> None:
    """Ada's verdict, as if it had been reached elsewhere."""
    path = verdict_path(grading.out, Job("ada", toy.LESSON_ID, Path()))
    verdict = Verdict.read(path)
    verdict.model_copy(update={"environment": verdict.environment.model_copy(update=environment)}).write(path)


@pytest.mark.parametrize("version", [0, JUDGING_VERSION, JUDGING_VERSION + 1])
def test_what_another_judging_version_reached_is_judged_again(grading: Grading, hand_in: Any, version: int) -> None:
    hand_in("ada")
    grading()
    rewritten(grading, judging_version=version)
    assert grading()["ada"].environment.judging_version == JUDGING_VERSION
    assert grading.judged == ([] if version == JUDGING_VERSION else ["ada"])


def test_a_verdict_from_before_there_were_judging_versions_is_old(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    grading()
    path = verdict_path(grading.out, Job("ada", toy.LESSON_ID, Path()))
    facts = json.loads(path.read_text(encoding="utf-8"))
    del facts["environment"]["judging_version"]
    path.write_text(json.dumps(facts), encoding="utf-8")
    assert Verdict.read(path).environment.judging_version == 0
    grading()
    assert grading.judged == ["ada"]


def test_a_fresh_seed_given_again_keeps_its_verdict(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    seed = grading(seed=None)["ada"].environment.seed
    assert isinstance(seed, str)
    grading(seed=seed)
    assert grading.judged == []
    grading(seed=int(seed, 16))
    assert grading.judged == ["ada"], "a number is another seed"


@pytest.mark.parametrize(
    ("reached", "minimum", "again"),
    [("strict", "strict", False), ("container", "strict", True), ("container", "container", False),
     ("container", "process", False), ("process", "process", False), ("process", "container", True)],
)  # fmt: skip
def test_a_verdict_is_kept_at_the_level_asked_for_or_above(
    grading: Grading, hand_in: Any, reached: str, minimum: str, again: bool
) -> None:
    hand_in("ada")
    grading()
    rewritten(grading, sandbox=reached)
    assert grading(Policy(level=minimum))["ada"].environment.sandbox == ("strict" if again else reached)
    assert grading.judged == (["ada"] if again else [])


def test_what_was_not_run_has_no_level_to_be_too_low(grading: Grading, hand_in: Any) -> None:
    hand_in("ada", toy.STUB)
    grading()
    assert grading(Policy(level="strict"))["ada"].environment.sandbox == "none" and grading.judged == []


def test_without_the_flag_only_what_needed_it_is_judged_again(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    flag = Policy(level="process", forced=True)
    assert grading(flag)["ada"].environment.forced is False, "strict was reached"
    grading()
    assert grading.judged == []
    rewritten(grading, sandbox="process", forced=True)
    grading(flag)
    assert grading.judged == []
    assert grading()["ada"].environment.forced is False and grading.judged == ["ada"]


@pytest.mark.parametrize(("judged_on", "chosen"), [("digits", "mnist"), ("mnist", "digits"), ("digits", "digits")])
def test_a_verdict_on_other_data_is_not_kept(
    grading: Grading, hand_in: Any, monkeypatch: pytest.MonkeyPatch, judged_on: str, chosen: str
) -> None:
    hand_in("ada")
    grading()
    if chosen == "mnist":
        monkeypatch.setenv("MNIST_DATA_DIR", str(grading.home))
    grading()
    assert grading.judged == [], "it was judged on no data"
    rewritten(grading, dataset=judged_on)
    grading()
    assert grading.judged == ([] if judged_on == chosen else ["ada"])


@pytest.mark.parametrize("cannot_be_made", ["feedback_html", "write"])
def test_a_run_that_ends_between_verdict_and_page_leaves_no_page_of_another_verdict(
    grading: Grading, hand_in: Any, monkeypatch: pytest.MonkeyPatch, cannot_be_made: str
) -> None:
    hand_in("ada")
    grading()
    hand_in("ada", toy.answer(double="return x**2"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as small:
        place: Any = grader.reports.html if cannot_be_made == "feedback_html" else Verdict
        small.setattr(place, cannot_be_made, full)
        with pytest.raises(OSError, match="No space"):
            grading()
    verdict = grading()["ada"]
    assert verdict.outcome == "failed" and grading.judged == ([] if cannot_be_made == "feedback_html" else ["ada"])
    (page,) = grading.out.rglob("feedback.html")
    assert "Every check passed" not in page.read_text(encoding="utf-8")


def test_regrade_asks_for_all(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    grading()
    grading(regrade=True)
    assert grading.judged == ["ada"]


def change_checks(grading: Grading) -> None:
    """Fewer points for the same answers."""
    path = grading.course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("x.sum()", "x.sum() + 1"), encoding="utf-8")


@pytest.mark.parametrize("why", ["asked for", "old"])
def test_the_same_file_is_judged_again_with_the_same_seed_and_the_old_verdict_is_kept(
    grading: Grading, hand_in: Any, why: str
) -> None:
    hand_in("ada")
    path = verdict_path(grading.out, grading.jobs()[0])
    before = grading(seed=None)["ada"]
    text = path.read_bytes()
    if why == "old":
        change_checks(grading)
    after = grading(seed=None, regrade=why == "asked for")["ada"]
    assert grading.judged == ["ada"] and after.environment.seed == before.environment.seed
    assert path.with_name("verdict.before.json").read_bytes() == text != path.read_bytes()
    assert [(one.score, other.score) for one, other in grading.replaced] == [(before.score, after.score)]
    name = f"solutions/{toy.LESSON_ID}/test_hidden.py"
    assert grading.old == ({"ada": [f"{name} has changed"]} if why == "old" else {})
    grading(seed=None)
    assert grading.judged == [] and path.with_name("verdict.before.json").read_bytes() == text


def test_another_file_draws_a_fresh_seed_and_the_first_one_handed_in_again_too(grading: Grading, hand_in: Any) -> None:
    """Who has seen the inputs of one judging never meets them again with another answer."""
    hand_in("ada")
    seeds = [grading(seed=None)["ada"].environment.seed]
    for answer in (toy.answer(double="return x**2"), toy.answer()):
        hand_in("ada", answer)
        seeds.append(grading(seed=None)["ada"].environment.seed)
        assert grading.replaced == [], "that is no regrade"
    assert len(set(seeds)) == 3


def test_a_seed_given_by_hand_overrules_the_one_of_before(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    grading(seed=None)
    assert grading(seed=8)["ada"].environment.seed == 8
    assert grading(seed=None, regrade=True)["ada"].environment.seed == 8


def test_what_was_not_judged_has_no_seed_to_keep(grading: Grading, hand_in: Any) -> None:
    hand_in("ada", toy.STUB)
    assert grading(seed=None)["ada"].environment.seed == 0
    path = grading.course / "exercises" / toy.LESSON_ID / "toy.py"
    path.write_text(toy.STUB.replace("raise NotImplementedError", "pass  # an older stub"), encoding="utf-8")
    verdict = grading(seed=None)["ada"]
    assert verdict.checks and isinstance(verdict.environment.seed, str)


def test_after_a_fault_of_ours_the_same_file_has_its_seed_again(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    before = grading(seed=None)["ada"]
    hidden = grading.course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    text = hidden.read_text(encoding="utf-8")
    hidden.write_text("def test_bug(student):\n    undefined\n", encoding="utf-8")
    assert grading(seed=None)["ada"].outcome == "grader_error"
    assert [(one.score, other.score) for one, other in grading.replaced] == [(before.score, None)]
    hidden.write_text(text, encoding="utf-8")
    after = grading(seed=None)["ada"]
    assert (after.environment.seed, after.score) == (before.environment.seed, before.score)


@pytest.mark.parametrize("full_at", ["verdict.before.json", "verdict.json", "feedback.html"])
def test_a_disk_that_becomes_full_in_a_regrade_loses_no_verdict_and_no_seed(
    grading: Grading, hand_in: Any, monkeypatch: pytest.MonkeyPatch, full_at: str
) -> None:
    hand_in("ada")
    before = grading(seed=None)["ada"]
    change_checks(grading)
    write = grader.verdict.write_atomically

    def full(path: Path, text: Any, **how: bool) -> None:
        if path.name == full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, text, **how)

    with monkeypatch.context() as small:
        for module in (grader.verdict, grader.grading.batch, grader.grading.store):
            small.setattr(module, "write_atomically", full)
        with pytest.raises(OSError, match="No space"):
            grading(seed=None)
    path = verdict_path(grading.out, grading.jobs()[0])
    assert Verdict.read(path).environment.seed == before.environment.seed
    after = grading(seed=None)["ada"]
    assert after.environment.seed == before.environment.seed and after.score == toy.MAX_SCORE - 1
    assert Verdict.read(path.with_name("verdict.before.json")).score == before.score == toy.MAX_SCORE


def test_a_dry_run_reads_the_results_and_writes_elsewhere(grading: Grading, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    hand_in("bob")
    grading(seed=None)
    hand_in("bob", toy.answer(double="return x**2"))
    before = {path: path.read_bytes() for path in grading.out.rglob("*") if path.is_file()}
    for page in grading.out.rglob("feedback.html"):
        page.unlink()  # a page that is missing is not made either
        del before[page]
    verdicts = grading(seed=None, into=tmp_path / "elsewhere")
    assert grading.kept == ["ada"] and grading.judged == ["bob"] and verdicts["bob"].outcome == "failed"
    assert {path: path.read_bytes() for path in grading.out.rglob("*") if path.is_file()} == before
    change_checks(grading)
    verdicts = grading(seed=None, into=tmp_path / "elsewhere")
    seeds = [(one.environment.seed, other.environment.seed) for one, other in grading.replaced]
    assert sorted(grading.judged) == ["ada", "bob"] and len(seeds) == 1 and len(set(seeds[0])) == 1
    assert verdicts["ada"].score == toy.MAX_SCORE - 1
    assert {path: path.read_bytes() for path in grading.out.rglob("*") if path.is_file()} == before


def test_a_seed_stands_in_nothing_that_a_student_gets(grading: Grading, hand_in: Any) -> None:
    hand_in("ada", toy.answer(double="print(x)\nreturn x**2"))
    for _ in range(2):
        verdict = grading(seed=None, regrade=True)["ada"]
    seed = str(verdict.environment.seed)
    (page,) = grading.out.rglob("feedback.html")
    shown = page.read_text(encoding="utf-8")
    for text in (seed, seed[:16], str(int(seed, 16))):
        assert text not in shown
    assert verdict.for_student().environment.seed == 0 and verdict.for_student().judged_by == {}


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff"])
def test_a_damaged_verdict_is_judged_again(grading: Grading, hand_in: Any, damage: bytes) -> None:
    hand_in("ada")
    verdict_path(grading.out, grading.jobs()[0]).parent.mkdir(parents=True)
    verdict_path(grading.out, grading.jobs()[0]).write_bytes(damage)
    assert grading()["ada"].outcome == "passed"


def test_another_students_verdict_is_nobodys(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    hand_in("bob", toy.answer(double="return x**2"))
    grading()
    ada, bob = (verdict_path(grading.out, job) for job in grading.jobs())
    bob.write_bytes(ada.read_bytes())
    assert grading()["bob"].outcome == "failed"
    assert grading.judged == ["bob"]


def test_earlier_verdicts_below_out_are_found_and_what_is_none_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    home = out / "students"
    earlier = {name: sample.verdict(name, GATES) for name in ("ada", "bob", "门", ".hidden")}
    for name, verdict in earlier.items():
        verdict.write(home / name / GATES / "verdict.json")
    earlier["ada"].write(home / "copy of ada" / GATES / "verdict.json")
    (home / "broken" / GATES).mkdir(parents=True)
    (home / "broken" / GATES / "verdict.json").write_text("{")
    (home / "empty" / GATES).mkdir(parents=True)
    (home / "notes.txt").write_text("")
    (home / "ada" / "notes.txt").write_text("")
    (home / "linked").symlink_to(home / "ada")
    now, job = sample.verdict("bob", GATES, {0: "failed"}), Job("bob", GATES, Path())
    every, left_out = all_verdicts(out, Verdicts([now]), [job])
    assert list(every) == [earlier[".hidden"], earlier["ada"], now, earlier["门"]]
    broken, copied, linked = left_out
    assert "broken/02-gate-math/verdict.json is not a readable verdict" in broken and "copy of ada" in copied
    assert "linked: not in the reports: it is a link" in linked
    assert list(all_verdicts(tmp_path / "nowhere", Verdicts([now]), [job])[0]) == [now]


def test_results_of_an_earlier_version_are_moved_to_where_they_lie_now(
    grading: Grading, hand_in: Any, tmp_path: Path
) -> None:
    hand_in("ada")
    first = grading()
    for home in (grading.out / "students").iterdir():
        home.rename(grading.out / home.name)
    (grading.out / "students").rmdir()
    (grading.out / "notes").mkdir()
    assert adopt(grading.out, tmp_path / "class") == 1 and (grading.out / "notes").is_dir()
    assert grading() == first and grading.judged == []


def test_a_class_folder_is_not_taken_for_results_of_an_earlier_version(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for place in ("ada", "ada/01-toy", "01-toy"):  # in a student's folder, and in one that is named like a lesson
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / "verdict.json").write_text("{}")
    assert adopt(tmp_path, folder) == 0
    assert adopt(tmp_path, folder / "ada" / "01-toy" / "toy.py") == 0
    (folder / "01-toy" / "verdict.json").unlink()
    assert adopt(tmp_path, tmp_path / "elsewhere") == 0
    assert folder.is_dir() and not (tmp_path / "students").exists()


def test_a_class_folder_is_not_taken_for_results(grading: Grading, hand_in: Any, tmp_path: Path) -> None:
    """Whoever handed in files of these names beside their lessons would have everybody's files moved away."""
    for student in ("ada", "eve"):
        hand_in(student)
    for name in ("verdict.json", "feedback.html"):
        (tmp_path / "class" / "eve" / name).write_text("{}")
    assert adopt(tmp_path, tmp_path / "elsewhere") == 0 and sorted(grading()) == ["ada", "eve"]


def test_a_page_that_cannot_be_made_is_that_submissions_error(
    grading: Grading, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = grader.reports.html.feedback_html

    def no_page_for_bob(verdict: Verdict, *more: Any) -> str:
        return page(verdict, *more) if verdict.student != "bob" else "\ud800"

    monkeypatch.setattr(grader.reports.html, "feedback_html", no_page_for_bob)
    for name in ("ada", "bob", "cleo"):
        hand_in(name)
    outcomes = {name: verdict.outcome.value for name, verdict in grading().items()}
    assert outcomes == {"ada": "passed", "bob": "grader_error", "cleo": "passed"}


def test_a_verdict_that_cannot_be_written_is_that_submissions_error(grading: Grading, hand_in: Any) -> None:
    for name in ("ada", "bob", "cleo"):
        hand_in(name)
    elsewhere = grading.home / "elsewhere"
    elsewhere.mkdir()
    (grading.out / "students").mkdir(parents=True)
    (grading.out / "students" / "bob").symlink_to(elsewhere)
    (grading.out / "students" / "cleo").write_text("a file in the way")
    verdicts = grading()
    assert {name: (verdict.outcome.value, verdict.score) for name, verdict in verdicts.items()} == {
        "ada": ("passed", 7), "bob": ("grader_error", None), "cleo": ("grader_error", None),
    }  # fmt: skip
    assert "cannot be written" in verdicts["bob"].reason.en and not list(elsewhere.iterdir())


def test_a_grader_error_is_never_kept(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    hidden = grading.course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    hidden.write_text("def test_bug(student):\n    undefined\n", encoding="utf-8")
    for _ in range(2):
        verdict = grading()["ada"]
        assert (verdict.outcome, verdict.score) == ("grader_error", None) and grading.judged == ["ada"]


def test_verdicts_are_written_as_they_come(grading: Grading, hand_in: Any) -> None:
    for number in range(6):
        hand_in(f"student-{number}")

    class Stop(Exception):
        pass

    def stop(job: Job, verdict: Verdict) -> None:
        if len(grading.judged) == 3:
            raise Stop

    with pytest.raises(Stop):
        grading(on_verdict=stop)
    written = list(grading.out.rglob("verdict.json"))
    assert len(written) == 3
    grading()
    assert (len(grading.judged), len(grading.kept)) == (3, 3)


def test_a_folder_that_cannot_be_written_is_an_os_error(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    grading.out.write_text("a file where the results should go")
    with pytest.raises(OSError):
        grading()


def test_a_level_that_cannot_be_had_is_a_sandbox_error(grading: Grading, hand_in: Any, monkeypatch: Any) -> None:
    hand_in("ada")
    monkeypatch.setattr("grader.sandbox.wall.LEVELS", ("process", "container", "strict", "vault"))
    with pytest.raises(SandboxError):
        grading(Policy.model_construct(**Policy().model_dump() | {"level": "vault"}))


def test_an_unreadable_lesson_is_a_lesson_error(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    jobs = grading.jobs()
    (grading.course / "exercises" / toy.LESSON_ID / "lesson.toml").write_text("[")
    with pytest.raises(LessonError):
        grade_class(grading.course, jobs, grading.out, seed=SEED, page=feedback_in("zh"))


# --- on a busy machine ----------------------------------------------------------------------------------------------

FOREVER = toy.answer(double="while True:\n    pass")
SLEEPER = toy.answer(double="import time\ntime.sleep(1000)")
IN_A_THREAD = toy.answer(
    double="import threading, time\nthread = threading.Thread(target=time.sleep, args=[0.3])\n"
    "thread.start()\nthread.join()\nreturn 2.0 * x"
)


def span(verdict: Verdict) -> tuple[float, float]:
    """When it was judged, from and to."""
    end = verdict.graded_at.timestamp()
    return end - verdict.timings.wall, end


def assert_judged_alone(verdict: Verdict, others: list[Verdict]) -> None:
    assert verdict.environment.alone
    assert "graded again, alone" in verdict.notices[0].text.en and "单独重新评分" in verdict.notices[0].text.zh
    begin, end = span(verdict)
    for other in others:
        if other is not verdict:
            from_, to = span(other)
            assert to <= begin or end <= from_, (verdict.student, other.student)


def in_a_call() -> list[int]:
    """The students' processes below this one that have a thread of their own; each is the first in its namespace."""
    found = []
    for pid in descendants(os.getpid()):
        with contextlib.suppress(OSError):
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            if status["NSpid"].split()[-1] == "1" and status["Threads"] != "1":
                found.append(pid)
    return found


def test_who_was_kept_from_computing_is_judged_again_alone(grading: Grading, hand_in: Any) -> None:
    """The machine stands still for longer than a call may take, as when its disk hangs or it is suspended."""
    for name in ("ada", "bob", "cleo", "dan"):
        hand_in(name, IN_A_THREAD)
    frozen: set[int] = set()
    over = threading.Event()

    def freeze() -> None:
        while len(frozen) < 2 and not over.is_set():
            for pid in set(in_a_call()) - frozen:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
                    frozen.add(pid)
            time.sleep(0.01)

    thread = threading.Thread(target=freeze)
    thread.start()
    try:
        verdicts = grading()
    finally:
        over.set()
        thread.join()
    assert {verdict.outcome.value for verdict in verdicts.values()} == {"passed"}
    alone = [verdict for verdict in verdicts.values() if verdict.environment.alone]
    assert len(alone) == len(frozen) == 2 and sorted(grading.judged) == sorted(verdicts)
    for verdict in alone:
        assert_judged_alone(verdict, list(verdicts.values()))
    again = grading()
    assert again == verdicts and grading.judged == [], "the verdict that counts is the one that is kept"


def test_a_sleeper_is_judged_again_alone_and_an_endless_loop_is_not(grading: Grading, hand_in: Any) -> None:
    hand_in("ada")
    hand_in("bob")
    hand_in("loops", FOREVER)
    hand_in("sleeps", SLEEPER)
    verdicts = grading()
    loops, sleeps = verdicts["loops"], verdicts["sleeps"]
    assert (loops.outcome, loops.score) == (sleeps.outcome, sleeps.score) == ("timeout", 2)
    assert sleeps.timings.stalled
    assert_judged_alone(sleeps, list(verdicts.values()))
    assert "sleeps" in grading.judged[-2:] and not verdicts["ada"].environment.alone, "after all others"
    busy = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)  # then even a loop may not have had its seconds
    assert busy or not (loops.timings.stalled or loops.environment.alone)
