"""Grade for a notebook from a process of its own, kept warm between two checks.

The kernel belongs to the student: what they import, patch or break there must not touch a check, and pytest must not
touch their kernel. So `Checker` starts ``python -m grader.jupyter.process`` once and sends it one JSON line per check.
JupyterLab's server does the same, for its panel.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pydantic import BaseModel

from grader.course.lesson import Lesson
from grader.messages import catalogue
from grader.verdict import CheckResult, CurvePoint, Verdict, veiled

if TYPE_CHECKING:
    from grader.grading.practice import Practice

IDLE_SECONDS = 900.0  # after this long without a check, the process gives its memory back
_STOP_SECONDS = 5.0


def environment() -> dict[str, str]:
    """The environment in which a process that is started elsewhere finds this package, and its catalogues."""
    package_home = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [package_home, os.environ.get("PYTHONPATH")]))
    return {**os.environ, **catalogue.setting(), "PYTHONPATH": path}


class CheckerError(RuntimeError):
    """The grading process itself failed; the message is its last word."""


class Cancelled(Exception):
    """The check was ended by `Checker.cancel`."""


class _Question(BaseModel):
    """Which lesson's checks (those in `only`, all if None) to run on which file."""

    public: Path
    hidden: bool
    path: Path
    only: list[str] | None


class _Answer(BaseModel):
    """A point of a training or a check's result, while it runs; at the end the verdict, or why there is none."""

    point: CurvePoint | None = None
    check: CheckResult | None = None
    verdict: Verdict | None = None
    error: str = ""
    cancelled: bool = False


class Checker:
    """The kernel's side. One check at a time; the process is started when first needed and ends with the kernel.

    After `idle_seconds` without a check, it gives its memory back.
    """

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._asking, self._busy, self._unwanted = threading.Lock(), False, False
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[str] | None = None
        self._digests: dict[str, str] = {}

    def check(
        self,
        lesson: Lesson,
        path: Path,
        only: list[str] | None = None,
        on_curve: Callable[[CurvePoint], None] = lambda point: None,
        on_result: Callable[[CheckResult], None] = lambda result: None,
    ) -> Verdict:
        """Grade the file at `path`, with the checks named in `only` (all if None); the verdict is fit for a student.

        `on_curve` gets the points that the student's training loop reports, `on_result` what became of each check, as
        they come. Raises Cancelled after `cancel`, CheckerError if grading itself broke down. On KeyboardInterrupt the
        process is stopped with all that it started, and the interrupt goes on.
        """
        question = _Question(public=lesson.public, hidden=lesson.private is not None, path=path, only=only)
        if self._digests.setdefault(str(lesson.public), lesson.digest) != lesson.digest:
            self.close()  # the lesson has changed since the process read it
            self._digests[str(lesson.public)] = lesson.digest
        try:
            answer = self._ask(question.model_dump_json() + "\n", on_curve, on_result)
        except Cancelled:
            raise
        except BaseException:
            self.close()
            raise
        if answer.verdict is None:
            raise CheckerError(answer.error)
        return answer.verdict

    def cancel(self) -> None:
        """End the check that is under way, if there is one, and keep the process warm. From any thread."""
        with self._asking:
            if self._process is not None and self._busy:
                self._unwanted = True
                with contextlib.suppress(ProcessLookupError):
                    self._process.send_signal(signal.SIGINT)

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

    def _ask(
        self, line: str, on_curve: Callable[[CurvePoint], None], on_result: Callable[[CheckResult], None]
    ) -> _Answer:
        while True:
            before = self._process
            process = self._running()
            assert process.stdin and process.stdout
            try:
                process.stdin.write(line)
                process.stdin.flush()
                with self._cancellable():
                    while reply := process.stdout.readline():
                        answer = _Answer.model_validate_json(reply)
                        if answer.point is not None:
                            on_curve(answer.point)
                        elif answer.check is not None:
                            on_result(answer.check)
                        else:
                            break
                if reply and not answer.cancelled:
                    return answer
                if self._unwanted:
                    raise Cancelled
                if reply:
                    continue  # it was told to end the one before, which had ended by itself
            except BrokenPipeError:
                pass
            last_word = self._last_word()
            self.close()
            if process is not before:
                raise CheckerError(last_word)
            # It was a warm one, which may have gone to rest just now: ask a fresh one.

    @contextlib.contextmanager
    def _cancellable(self) -> Iterator[None]:
        with self._asking:
            self._busy, self._unwanted = True, False
        try:
            yield
        finally:
            with self._asking:
                self._busy = False

    def _running(self) -> subprocess.Popen[str]:
        if self._process and self._process.poll() is None:
            return self._process
        self.close()
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self._process = subprocess.Popen(
            # -P: a random.py beside the notebook is not ours
            [sys.executable, "-P", "-m", "grader.jupyter.process", str(self._idle_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            env=environment(),
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


class _Ended(BaseException):
    """SIGINT has come: the check is not wanted any more."""


class _Interrupts:
    """Ends the check that is under way when SIGINT comes, and nothing else: warm servers are never left half made."""

    def __init__(self) -> None:
        self._wanted = self._open = False
        signal.signal(signal.SIGINT, self._heard)

    def _heard(self, number: int, frame: object) -> None:
        self._wanted = True
        if self._open:
            self._open = False  # once
            raise _Ended

    @contextlib.contextmanager
    def ending(self) -> Iterator[None]:
        """What runs in the block may be ended; raises _Ended."""
        try:
            self._open = True
            if self._wanted:
                raise _Ended
            yield
        finally:
            self._open = self._wanted = False


def _serve(idle_seconds: float) -> None:
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
        practices: dict[Path, Practice] = {}
        interrupts = _Interrupts()

        def practice_of(course: Path) -> Practice:
            from grader.grading.practice import Practice

            if course not in practices:
                made = Practice(course, tell, lambda result: send(_Answer(check=veiled(result))), again=True)
                practices[course] = warm.enter_context(made)
            return practices[course]

        while select.select([requests], [], [], idle_seconds)[0] and (line := requests.readline()):
            send(_answered(_Question.model_validate_json(line), practice_of, interrupts))


def _answered(question: _Question, practice_of: Callable[[Path], Practice], interrupts: _Interrupts) -> _Answer:
    try:
        practice = practice_of(question.public.parent.parent)
        only = frozenset(question.only) if question.only else None
        with interrupts.ending():
            verdict = practice.check(question.public.name, question.path, only, hidden=question.hidden)
        return _Answer(verdict=verdict.for_student())
    except _Ended:
        return _Answer(cancelled=True)
    except Exception as error:
        return _Answer(error=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    _serve(float(sys.argv[1]))
