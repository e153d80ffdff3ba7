"""A notebook that was not written for Gatehouse, in an assignment of nbgrader's: executed behind the wall."""

from __future__ import annotations

import atexit
import importlib.util
import math
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution

from grader.grading.servers import Servers
from grader.messages.sentences import say
from grader.nbgrader.beside import files_beside
from grader.nbgrader.cell_outputs import shown
from grader.nbgrader.cells import Outputs, execute, runs
from grader.nbgrader.executed import Executed
from grader.nbgrader.reading import cells_of
from grader.nbgrader.record import FOLDER, CourseError
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.server_key import MAX_IMPORTS, ServerKey
from grader.sandbox.warm import Handle

_IMPORT = re.compile(r"^[ \t]*+(?:import|from)[ \t]++([A-Za-z_][\w.]{0,99})", re.MULTILINE)
_MOST_SECONDS = 600  # of one cell, where the course sets no bound
_starting = threading.Lock()
_servers: dict[tuple[Path, str], Servers] = {}  # one warm server for each course and what it imports


@dataclass(frozen=True)
class Asked:
    """One notebook of one student, and how the course wants it run."""

    home: Path
    student: str
    assignment: str
    submitted: Path
    source: Path
    ignored: tuple[str, ...]
    kept: tuple[str, ...]
    limits: Limits
    level: str


def asked_by(preprocessor: Any, resources: Any) -> Asked:
    """What `SafeExecute` asks for the notebook that nbgrader gave it."""
    converter = preprocessor.parent.parent
    return asked_in(converter.coursedir, converter, preprocessor, resources["student"], resources["assignment"])


def asked_in(course: Any, converter: Any, execute: Any, student: str, assignment: str) -> Asked:
    """The same for nbgrader's `CourseDirectory`, its `Autograde` and our `SafeExecute`."""
    source = Path(course.format_path(course.source_directory, ".", assignment))
    released = Path(course.format_path(course.release_directory, ".", assignment))
    limits = Limits(
        call_seconds=cell_seconds(execute), total_seconds=execute.total_seconds,
        memory_mb=execute.memory_mb, disk_mb=execute.disk_mb, output_kb=2048, reply_mb=64,
    )  # fmt: skip
    return Asked(
        home=Path(course.root),
        student=student,
        assignment=assignment,
        submitted=Path(course.format_path(course.submitted_directory, student, assignment)),
        source=source if source.is_dir() else released,
        ignored=tuple(course.ignore),
        kept=tuple(converter.exclude_overwriting.get(assignment, ())),
        limits=limits,
        level=execute.level,
    )


def cell_seconds(preprocessor: Any) -> float:
    """What the course has set for nbgrader's own `Execute`; where that is no bound, ours."""
    seconds = Execute(config=preprocessor.config).timeout
    return seconds if seconds and 0 < seconds <= _MOST_SECONDS else _MOST_SECONDS


def fill_in(nb: Any, asked: Asked, log: Any) -> None:
    """Give every code cell of `nb` the outputs that it has in the sandbox, from the store if they are there.

    Raises CourseError where it cannot be run, and SandboxError for a fault of this machine.
    """
    refuse_other_kernels(nb)
    files = files_of(asked)
    cells = [cell for cell in nb.cells if runs(cell)]
    outputs = executed([cell.source for cell in cells], files, asked)
    for number, (cell, each) in enumerate(zip(cells, outputs, strict=True), 1):
        cell.execution_count, cell.outputs = number, [nbformat.from_dict(output) for output in each]
        settle(cell, log)
    log.info("%s", NOT_PROMISED.en)


def files_of(asked: Asked) -> dict[str, bytes]:
    """What lies beside the notebook. Raises CourseError."""
    return files_beside(asked.submitted, asked.source, asked.ignored, asked.kept, asked.limits.disk_mb << 19)


def executed(sources: list[str], files: dict[str, bytes], asked: Asked) -> list[Outputs]:
    """The outputs of each cell, from the store of the course if the same cells ran already."""
    handle = server(asked.home, asked.source, asked.level)
    store = Executed(asked.home / FOLDER / "executed")
    key = store.key(sources, files, handle.runtime, handle.versions, asked.limits, handle.level)
    outputs = store.get(key)
    if outputs is None or len(outputs) != len(sources):
        outputs = execute(sources, files, handle, asked.limits, store.seed(key))
        store.put(key, outputs)
    return outputs


NOT_PROMISED = say(
    "The tests of this assignment run beside the student's code, in its process, and can be cheated by it; what it "
    "cannot do is leave the sandbox. A lesson written for Gatehouse is judged outside: `grader import-nbgrader` makes "
    "one."
)


def refuse_other_kernels(nb: Any) -> None:
    """Raises CourseError unless this is a notebook for Python."""
    spec, info = nb.metadata.get("kernelspec", {}), nb.metadata.get("language_info", {})
    name = str(spec.get("name", "python3"))
    language = str(spec.get("language") or info.get("name") or ("python" if name.startswith("python") else name))
    if language.lower() not in ("python", "python3", "ipython"):
        raise CourseError(
            say(
                "This notebook is for the kernel {name} ({language}); behind the wall only Python runs. Grade this "
                "assignment by hand, or on a machine that may be lost.",
                name=name, language=language,
            )
        )  # fmt: skip


def settle(cell: Any, log: Any) -> None:
    """Where nbgrader would fail on a graded cell's value, or take NaN or a negative number for full marks, put the
    number of points that it counts as: none if it is none, the most if it is more."""
    if not is_grade(cell) or is_solution(cell):
        return
    most = float(cell.metadata.nbgrader["points"])
    for at, output in enumerate(cell.outputs):
        if output.output_type == "error" or (output.output_type == "stream" and output.name == "stderr"):
            return
        if output.output_type == "execute_result":
            said = output.data["text/plain"]
            counted = _counted(said, most)
            if counted is not None:
                name = cell.metadata.nbgrader["grade_id"]
                text = say(
                    "The value of the test cell {name} is {said}, which is no number of points from 0 to {most:g}: it "
                    "counts as {counted:g}.",
                    name=name, said=said or "''", most=most, counted=counted,
                )  # fmt: skip
                log.warning("%s", text.en)
                output.data = {"text/plain": repr(counted)}
                cell.outputs.insert(at, shown(text))
            return


def _counted(said: str, most: float) -> float | None:
    """The points that a value counts as where nbgrader does not take it as it is; None where it does."""
    if not said:
        return 0.0
    try:
        value = float(said)
    except ValueError:
        return None  # any other text is full marks to nbgrader, as its documentation says
    if not math.isfinite(value) or value < 0:
        return 0.0
    return most if value > most else None


# --- the warm server ------------------------------------------------------------------------------------------------


def server(home: Path, source: Path, level: str) -> Handle:
    """The warm server of an assignment, with what its notebooks import. Raises SandboxError."""
    with _starting:
        return _server(home, source, level)


def _server(home: Path, source: Path, level: str) -> Handle:
    imports = imports_of(source)
    for tried in dict.fromkeys((imports, tuple(sorted({name.split(".")[0] for name in imports})), ())):
        key = str(ServerKey.of("notebook", imports=tried))
        servers = _servers.get((home, level))
        if servers is None:
            servers = _servers[home, level] = Servers(level, hidden=(home,))
            atexit.register(servers.close)
        try:
            return servers.get(key)
        except SandboxError:
            if not tried:
                raise
    raise AssertionError("unreachable")


def close_servers() -> None:
    """End the warm servers; they would end with this process, too."""
    for servers in _servers.values():
        servers.close()
    _servers.clear()


def imports_of(source: Path) -> tuple[str, ...]:
    """The installed modules that the course's own notebooks import, told from their text."""
    found: set[str] = set()
    for path in sorted(source.glob("*.ipynb")):
        for cell in cells_of(path.read_bytes()) or ():
            if cell.kind == "code":
                found.update(_IMPORT.findall(cell.source))
    beside = {path.name.removesuffix(".py") for path in source.iterdir()} if source.is_dir() else set()
    return tuple(sorted(_installed(found, beside)))[:MAX_IMPORTS]


def _installed(names: Iterable[str], beside: set[str]) -> Iterable[str]:
    for name in names:
        top = name.split(".")[0]
        if top in beside or top.startswith("_") or name.endswith("."):
            continue
        try:
            if importlib.util.find_spec(top) is not None:
                yield name
        except (ImportError, ValueError):
            pass
