"""Trainings of a calibration: what is kept of them when it is stopped, and when it is trained again."""

from __future__ import annotations

import datetime
import errno
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.checks.plugin import Calibrated
from grader.course.lesson import Lesson, LessonError, load_lesson
from grader.grading.handin import Job
from grader.grading.task import Policy, Request
from grader.proving import trainings
from grader.proving.trainings import FIRST_SEED, Trainings, subject
from grader.verdict import SubmissionOutcome, Verdict
from tests import toy

QUALITY = Calibrated("test_quality", "quality", "threshold", wrong=("squares",))


class Engine:
    """Stands for the real one: each request's quality is its seed; the one after `stops_after` requests does `stop`."""

    def __init__(self, stops_after: int = 1000, stop: Callable[[], None] = lambda: None) -> None:
        self.asked: list[str] = []
        self._stops_after, self._stop = stops_after, stop

    def run(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Verdict]]:
        for request in requests:
            if len(self.asked) == self._stops_after:
                self._stop()
            self.asked.append(request.job.student)
            assert request.selection.alone and request.selection.only == {"test_quality"}
            yield request, _verdict(request.job, {"quality": float(str(request.seed))})


def _verdict(job: Job, measures: dict[str, float]) -> Verdict:
    return Verdict(
        lesson=job.lesson, lesson_digest="", student=job.student, file=job.path.name, submission_sha256=None,
        outcome=SubmissionOutcome.PASSED, score=1.0, max_score=1.0, measures=measures,
        graded_at=datetime.datetime.now(datetime.UTC),
    )  # fmt: skip


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    course = toy.make_course(tmp_path / "course")
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    manifest.write_text(toy.MANIFEST.replace("[profiles.cpu]", "[profiles.cpu]\nthreshold = 0.9\nsteps = 10"))
    right = course / "solutions" / toy.LESSON_ID / "right"
    right.mkdir()
    (right / "longhand.py").write_text(toy.overlay("passed score=full diagnosis=-", total="return sum(x)"))
    (right / "elsewhere.py").write_text("# verdict: passed score=full diagnosis=-\n# backend: jax\n" + toy.answer())
    return load_lesson(course, toy.LESSON_ID)


def train(lesson: Lesson, engine: Any, runs: int = 4, profile: str = "cpu") -> tuple[dict[str, list[Verdict]], int]:
    """All answers of the lesson as it lies there now; how many trainings were kept."""
    course = lesson.public.parents[1]
    lesson, heard = load_lesson(course, lesson.id), []
    folder = course.parent / "programs"
    folder.mkdir(exist_ok=True)
    policy = Policy(profile=profile)
    kept: list[int] = []
    trained = Trainings(
        course, lesson, [QUALITY], policy, engine, folder, lambda job, verdict: heard.append(job.student),
        lambda found, wanted: kept.extend([found] if wanted == runs + 6 else []),
    )  # fmt: skip
    answers = [
        trainings.reference(lesson, [QUALITY], runs),
        *trainings.wrong(lesson, [QUALITY], 3),
        *trainings.styles(lesson, [QUALITY], 3),
    ]
    verdicts = trained.of(answers)
    assert heard == engine.asked
    return verdicts, sum(kept)


def test_every_answer_has_the_same_named_seeds_and_is_trained_once(lesson: Lesson) -> None:
    verdicts, found = train(lesson, first := Engine())
    assert {name: [one.measures["quality"] for one in of] for name, of in verdicts.items()} == {
        "reference": [FIRST_SEED + n for n in range(4)],
        "squares": [FIRST_SEED + n for n in range(3)],
        "right/longhand": [FIRST_SEED + n for n in range(3)],  # the other one is for another backend
    }
    assert len(first.asked) == 10 and found == 0
    again, found = train(lesson, second := Engine())
    assert second.asked == [] and found == 10 and again == verdicts
    train(lesson, more := Engine(), runs=6)
    assert more.asked == ["reference, run 5", "reference, run 6"]


def interrupt() -> None:
    raise KeyboardInterrupt


def test_what_ctrl_c_stops_goes_on(lesson: Lesson) -> None:
    with pytest.raises(KeyboardInterrupt):
        train(lesson, Engine(2, interrupt))
    _, found = train(lesson, rest := Engine())
    assert found == 2 and rest.asked[0] == "reference, run 3" and len(rest.asked) == 8


def test_what_is_killed_goes_on(lesson: Lesson) -> None:
    child = os.fork()
    if child == 0:
        train(lesson, Engine(3, lambda: os.kill(os.getpid(), signal.SIGKILL)))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    _, found = train(lesson, rest := Engine())
    assert found == 3 and rest.asked[0] == "reference, run 4"


def test_a_full_disk_is_named_and_what_was_kept_before_stays(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = trainings.write_atomically

    def nearly_full(path: Path, text: str) -> None:
        if len(list(path.parent.glob("*.json"))) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(path, text)

    monkeypatch.setattr(trainings, "write_atomically", nearly_full)
    with pytest.raises(LessonError, match=r"No space left on device.*make room there and run the same command again"):
        train(lesson, Engine())
    monkeypatch.undo()
    assert train(lesson, Engine())[1] == 2


def test_what_was_not_measured_and_what_is_half_written_is_no_training(lesson: Lesson) -> None:
    class Broken(Engine):
        def run(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Verdict]]:
            for request, verdict in super().run(requests):
                yield request, verdict.model_copy(update={"measures": {}})

    train(lesson, Broken())
    assert train(lesson, Engine())[1] == 0
    kept = sorted((lesson.public.parents[1] / "build" / "calibration" / lesson.id).glob("*.json"))
    kept[0].write_text(kept[0].read_text()[:100])
    assert (len(kept), train(lesson, Engine())[1]) == (10, 9)


def test_a_change_trains_again_what_it_is_about(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    def trained() -> int:
        engine = Engine()
        train(lesson, engine)
        return len(engine.asked)

    def write(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    assert lesson.private is not None
    manifest = lesson.public / "lesson.toml"
    assert (trained(), trained()) == (10, 0)
    write(manifest, "threshold = 0.9", "threshold = 0.8")  # what a calibration is for
    (lesson.public / "task.en.md").write_text("# Another text\n")
    assert trained() == 0
    write(lesson.private / "right" / "longhand.py", "return sum(x)", "return sum(list(x))")
    assert trained() == 3
    write(manifest, "steps = 10", "steps = 20")
    assert trained() == 10
    write(lesson.private / "test_hidden.py", "size=5", "size=6")
    assert trained() == 10
    monkeypatch.setattr(trainings, "installed_versions", lambda runtime: {"numpy": "0.1"})
    assert trained() == 10
    monkeypatch.setenv("MNIST_DATA_DIR", str(lesson.public))
    assert trained() == 10
    assert subject(lesson, [QUALITY], "cpu") != subject(lesson, [QUALITY], "long")


def test_a_wrong_answer_that_is_not_there_is_named(lesson: Lesson) -> None:
    missing = Calibrated("test_quality", "quality", "threshold", wrong=("nowhere",))
    with pytest.raises(LessonError, match=r"nowhere\.py, which does not exist"):
        list(trainings.wrong(lesson, [missing], 3))
