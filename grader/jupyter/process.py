"""Grade for a notebook from a process of its own, kept warm between two checks.

The kernel belongs to the student: what they import, patch or break there must not touch a check, and pytest must not
touch their kernel. So `Checker` starts ``python -m grader.jupyter.process`` once and sends it one JSON line per check.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pydantic import BaseModel

from grader.course.lesson import Lesson
from grader.messages import catalogue
from grader.verdict import CurvePoint, Verdict

if TYPE_CHECKING:
    from grader.grading.engine import Engine

IDLE_SECONDS = 900.0  # after this long without a check, the process gives its memory back
_STOP_SECONDS = 5.0


class CheckerError(RuntimeError):
    """The grading process itself failed; the message is its last word."""


class _Question(BaseModel):
    """Which lesson's checks (those in `only`, all if None) to run on which file."""

    public: Path
    hidden: bool
    path: Path
    only: list[str] | None


class _Answer(BaseModel):
    """A point of a training, while it runs; at the end the verdict, or why there is none."""

    point: CurvePoint | None = None
    verdict: Verdict | None = None
    error: str = ""


class Checker:
    """The kernel's side. One check at a time; the process is started when first needed and ends with the kernel."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[str] | None = None
        self._digests: dict[str, str] = {}

    def check(
        self,
        lesson: Lesson,
        path: Path,
        only: list[str] | None = None,
        on_curve: Callable[[CurvePoint], None] = lambda point: None,
    ) -> Verdict:
        """Grade the file at `path`, with the checks named in `only` (all if None); the verdict is fit for a student.

        `on_curve` gets the points that the student's training loop reports, as they come. Raises CheckerError if
        grading itself broke down. On KeyboardInterrupt the process is stopped with all that it started, and the
        interrupt goes on.
        """
        question = _Question(public=lesson.public, hidden=lesson.private is not None, path=path, only=only)
        if self._digests.setdefault(str(lesson.public), lesson.digest) != lesson.digest:
            self.close()  # the lesson has changed since the process read it
            self._digests[str(lesson.public)] = lesson.digest
        try:
            answer = self._ask(question.model_dump_json() + "\n", on_curve)
        except BaseException:
            self.close()
            raise
        if answer.verdict is None:
            raise CheckerError(answer.error)
        return answer.verdict

    def close(self) -> None:
        """End the process and what it started; does nothing if there is none."""
        process, self._process = self._process, None
        errors, self._errors = self._errors, None
        if process is None:
            return
        try:
            process.terminate()
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        finally:
            for stream in (process.stdin, process.stdout, errors):
                try:
                    if stream:
                        stream.close()
                except OSError:
                    pass  # a request that it no longer read

    def _ask(self, line: str, on_curve: Callable[[CurvePoint], None]) -> _Answer:
        while True:
            before = self._process
            process = self._running()
            assert process.stdin and process.stdout
            try:
                process.stdin.write(line)
                process.stdin.flush()
                while reply := process.stdout.readline():
                    answer = _Answer.model_validate_json(reply)
                    if answer.point is None:
                        return answer
                    on_curve(answer.point)
            except BrokenPipeError:
                pass
            last_word = self._last_word()
            self.close()
            if process is not before:
                raise CheckerError(last_word)
            # It was a warm one, which may have gone to rest just now: ask a fresh one.

    def _running(self) -> subprocess.Popen[str]:
        if self._process and self._process.poll() is None:
            return self._process
        self.close()
        package_home = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, [package_home, os.environ.get("PYTHONPATH")]))
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.jupyter.process"],  # -P: a random.py beside the notebook is not ours
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            env={**os.environ, **catalogue.setting(), "PYTHONPATH": path},
            cwd=tempfile.gettempdir(),
            start_new_session=True,  # the kernel's interrupt is for the kernel; we end the process ourselves
        )
        return self._process

    def _last_word(self) -> str:
        if not self._errors:
            return "no message"
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors.read()[-4000:].splitlines() if line.strip()]
        return lines[-1] if lines else "it ended without a message"


def _serve() -> None:
    """The process's side: a JSON line in, JSON lines out, until the input ends, SIGTERM comes, or nothing does."""
    requests, replies = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # nobody else reads requests or writes replies
    os.dup2(2, 1)

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt  # not SystemExit: pytest lets nothing else through

    def send(answer: _Answer) -> None:
        replies.write(answer.model_dump_json(exclude_none=True) + "\n")
        replies.flush()

    def tell(point: CurvePoint) -> None:
        """A point of a training, unless the kernel reads nothing now: whoever waits for it here holds a clock."""
        if select.select([], [replies], [], 0)[1]:  # then PIPE_BUF bytes find room, and a point is much shorter
            send(_Answer(point=point))

    signal.signal(signal.SIGTERM, stop)
    sys.dont_write_bytecode = True  # no __pycache__ in the student's workspace, from workers neither
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with contextlib.ExitStack() as warm, contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        engines: dict[Path, Engine] = {}
        while select.select([requests], [], [], IDLE_SECONDS)[0] and (line := requests.readline()):
            send(_answered(_Question.model_validate_json(line), engines, warm, tell))


def _answered(
    question: _Question,
    engines: dict[Path, Engine],
    warm: contextlib.ExitStack,
    tell: Callable[[CurvePoint], None],
) -> _Answer:
    try:
        from grader.grading.engine import Engine
        from grader.grading.handin import Job
        from grader.grading.task import Policy, Request, Selection

        course = question.public.parent.parent
        if course not in engines:
            # A student checks their own code on their own machine: any level of the wall will do.
            engine = Engine(course, workers=1, level="process", on_curve=lambda job, point: tell(point))
            engines[course] = warm.enter_context(engine)
        only = frozenset(question.only) if question.only else None
        selection = Selection(hidden=question.hidden, only=only)
        job = Job("", question.public.name, question.path)
        ((_, verdict),) = engines[course].run([Request(job, Policy(level="process"), selection)])
        return _Answer(verdict=verdict.for_student())
    except Exception as error:
        return _Answer(error=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    _serve()
