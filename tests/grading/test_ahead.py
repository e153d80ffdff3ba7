"""What is begun before a command line is read: the right server, where it can be told, and nothing that stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.lesson import load_lesson
from grader.grading import ahead
from grader.grading.ahead import Ahead
from grader.grading.practice import POLICY, Practice
from grader.verdict import SubmissionOutcome
from tests import toy


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GATEHOUSE_COURSE", raising=False)
    made = toy.make_course(tmp_path / "course")
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The servers that are begun, none of which starts."""
    runtimes: list[str] = []
    monkeypatch.setattr(ahead.Servers, "begin", lambda self, runtime: runtimes.append(runtime))
    yield runtimes


def answer(folder: Path, name: str = "toy.py") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(toy.answer(**toy.RIGHT), encoding="utf-8")
    return str(folder / name)


def test_the_lesson_is_told_by_its_option_a_folder_or_the_files_name(
    course: Path, begun: list[str], tmp_path: Path
) -> None:
    elsewhere = answer(tmp_path / "elsewhere", "mine.py")
    for words in (
        [elsewhere, "--lesson", toy.LESSON_ID],
        [f"--lesson={toy.LESSON_ID}", "--json", elsewhere],
        [answer(course / "work" / toy.LESSON_ID, "mine.py"), "--lang", "zh", "--only", "double", "--seed", "1"],
        [answer(tmp_path / "elsewhere")],
        [str(course / "work" / toy.LESSON_ID)],
    ):
        with Ahead(words):
            assert begun == ["numpy"], words
        begun.clear()


def test_what_cannot_be_told_begins_nothing(course: Path, begun: list[str], tmp_path: Path) -> None:
    file = answer(tmp_path / "elsewhere", "mine.py")
    for words in (
        [], [file], [file, file], ["--help"], [file, "--lesson"], [file, "--lesson", "99-none"],
        [file, "--lesson", toy.LESSON_ID, "--device", "gpu"], ["\0", "--lesson", toy.LESSON_ID],
    ):  # fmt: skip
        with Ahead(words) as nothing:
            nothing.employ()
            assert nothing.take(course) is None
    (course / "exercises" / toy.LESSON_ID / "lesson.toml").write_text("runtime = [", encoding="utf-8")
    with Ahead([file, "--lesson", toy.LESSON_ID]):
        assert begun == []


def test_a_manifest_that_is_no_file_or_elsewhere_is_not_opened(course: Path, begun: list[str], tmp_path: Path) -> None:
    odd = course / "exercises" / "07-odd"
    odd.mkdir()
    os.mkfifo(odd / "lesson.toml")
    (odd / "odd.py").write_text("", encoding="utf-8")
    file = answer(tmp_path / "elsewhere", "odd.py")
    for words in ([file], [file, "--lesson", "07-odd"], [file, "--lesson", f"../exercises/{toy.LESSON_ID}"]):
        with Ahead(words):
            assert begun == []
    (odd / "lesson.toml").unlink()
    (odd / "lesson.toml").symlink_to("/dev/zero")
    with Ahead([file]):
        assert begun == []


def test_who_checks_takes_what_has_begun(course: Path, tmp_path: Path) -> None:
    file = answer(tmp_path / "elsewhere")
    with Ahead([file, "--lesson", toy.LESSON_ID]) as one:
        one.employ()
        assert one.take(tmp_path) is None, "it is of another course"
        with Practice(course, ahead=one) as practice:
            assert one.take(course) is None, "it is taken once"
            assert practice.check(toy.LESSON_ID, Path(file)).outcome is SubmissionOutcome.PASSED


def test_a_wrong_guess_costs_time_alone(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_server_of", lambda lesson: "notebook")
    file, lesson = answer(tmp_path / "elsewhere"), load_lesson(course, toy.LESSON_ID)
    with Ahead([file, "--lesson", toy.LESSON_ID]) as one:
        one.employ()
        assert one._servers is not None
        begun = one._servers._begun["notebook"]._process
        with Practice(course, first=(lesson, POLICY), ahead=one) as practice:
            assert practice.check(toy.LESSON_ID, Path(file)).outcome is SubmissionOutcome.PASSED
    assert begun is not None and begun.poll() is not None


def test_what_nobody_took_ends(course: Path, tmp_path: Path) -> None:
    file = answer(tmp_path / "elsewhere")
    with Ahead([file, "--lesson", toy.LESSON_ID]) as one:
        one.employ()
        executor = one._executor
        assert executor is not None
        (worker,) = executor.workers
        process = worker.process.pid
        (server,) = executor.servers._begun.values()
        folder = server._folder
    assert not Path(f"/proc/{process}").exists() and not folder.exists()
