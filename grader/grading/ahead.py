"""What a check will need, begun before its command line is read: the server of its lesson, and what judges.

The lesson is guessed. A guess that is wrong costs time, and nothing else: whoever checks begins what it needs anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from grader.course.places import LESSON_FILE, course_of
from grader.grading.servers import Servers, servers_of
from grader.sandbox.server_key import ServerKey

if TYPE_CHECKING:
    from grader.grading.executors.local import LocalExecutor

LEVEL = "process"  # a student's own code on their own machine: any level of the wall will do
_MOST = 1 << 20  # characters of a manifest
_GIVEN = ("--lesson", "--lang", "--only", "--seed")  # options with a value that leave the server as it is


class Ahead:
    """Of ``grader check WORDS``. Use as a context manager: what nobody has taken ends with it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._course: Path | None = None
        self._servers: Servers | None = None
        self._executor: LocalExecutor | None = None
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):  # told by who reads it in earnest
            self._begin(words)

    def _begin(self, words: Sequence[str]) -> None:
        file, named = _read(words)
        course = course_of(file)
        if named and Path(named).name != named:
            raise LookupError(named)
        lesson = course / "exercises" / named if named else _lesson_of(file, course)
        runtime = _server_of(lesson)
        self._course, self._servers = course, servers_of(course, LEVEL)
        self._servers.begin(runtime)

    def employ(self) -> None:
        """The worker is forked, with what is imported by now, and imports what judges."""
        if self._course is not None and self._servers is not None:
            from grader.grading.executors.local import LocalExecutor

            self._executor = LocalExecutor(self._course, workers=1, servers=self._servers)

    def take(self, course: Path) -> LocalExecutor | None:
        """What judges answers to this course, if it has begun: from now on the taker's, who closes it."""
        if self._executor is None or course != self._course:
            return None
        taken, self._executor, self._servers = self._executor, None, None
        return taken

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.__exit__(kind, error, trace)
        elif self._servers is not None:
            self._servers.close()


def _read(words: Sequence[str]) -> tuple[Path, str | None]:
    """The file and the lesson that are named. Raises LookupError for an option that may ask for another server."""
    files, given, ahead = [], dict[str, str](), list(words)
    while ahead:
        word = ahead.pop(0)
        option, equals, value = word.partition("=")
        if option in _GIVEN:
            given[option] = value if equals else ahead.pop(0)
        elif word.startswith("-") and word != "--json":
            raise LookupError(word)
        elif word != "--json":
            files.append(Path(word))
    (file,) = files
    return file, given.get("--lesson")


def _lesson_of(file: Path, course: Path) -> Path:
    """The folder of the lesson after which a folder above the file is named, or alone has a file of this name."""
    exercises = course / "exercises"
    above = file.resolve() / "x" if file.is_dir() else file.resolve()
    for folder in above.parents:
        if (exercises / folder.name / LESSON_FILE).is_file():
            return exercises / folder.name
    (stub,) = exercises.glob(f"*/{file.stem}.py")
    return stub.parent


def _server_of(lesson: Path) -> str:
    """The key of the server that its manifest asks for. Raises OSError, ValueError, LookupError."""
    import tomllib

    path = lesson / LESSON_FILE
    if not path.is_file():  # a pipe would be waited for
        raise LookupError(lesson)
    with path.open(encoding="utf-8") as stream:
        manifest = tomllib.loads(stream.read(_MOST))
    return str(ServerKey.of(manifest["runtime"], imports=manifest.get("imports", ())))


__all__ = ["LEVEL", "Ahead"]
