"""A lesson whose checks a test writes itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.checks.plugin import Checked, run_checks
from grader.checks.program import Program
from grader.checks.student import Session
from grader.course.lesson import Lesson, load_lesson
from grader.sandbox.box import Box
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests import toy

LIMITS = Limits(call_seconds=10, memory_mb=256, output_kb=64, reply_mb=4, disk_mb=4)
HEAD = "import numpy as np\nimport pytest\nfrom grader.checks import Opaque, carried, expect, fail, note\n\n"


@pytest.fixture
def write_lesson(tmp_path: Path) -> Callable[..., Lesson]:
    """A lesson with these public and hidden checks; an empty text is no file. May be called again to change them."""

    def write(public: str, hidden: str = "", **files: str) -> Lesson:
        course = toy.make_course(tmp_path / "course")
        folders = {"test_public.py": course / "exercises", "test_hidden.py": course / "solutions"}
        for (name, folder), text in zip(folders.items(), (public, hidden), strict=True):
            path = folder / toy.LESSON_ID / name
            path.write_text(HEAD + text, encoding="utf-8")
            if not text:
                path.unlink()
        for name, text in files.items():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            (course / name).write_text(text, encoding="utf-8")
        return load_lesson(course, toy.LESSON_ID)

    return write


@dataclasses.dataclass
class Judge:
    """Runs a lesson's checks against a program in a real sandbox."""

    server: WarmServer
    limits: Limits = LIMITS
    probe: str | None = None
    seed: int = 7

    def session(self, program: str) -> Session:
        box = Box(self.server.handle, self.limits)
        session = Session(box, Program.of(program), "toy.py", self.probe, self.seed)
        box.on_progress = session.progress
        return session

    def __call__(
        self,
        lesson: Lesson,
        program: str = "",
        *,
        hidden: bool = True,
        only: frozenset[str] | None = None,
        fail_fast: bool = False,
    ) -> Checked:
        session = self.session(program)
        try:
            return run_checks(lesson, session, "cpu", hidden=hidden, only=only, fail_fast=fail_fast)
        finally:
            session.box.stop()


@pytest.fixture
def judge(numpy_server: WarmServer) -> Judge:
    return Judge(numpy_server)
