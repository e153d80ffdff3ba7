"""The code cells of one notebook, executed in a box one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbformat import NotebookNode

from grader.checks.faults import explain
from grader.messages.sentences import say
from grader.nbgrader.cell_outputs import Allowance, error, outputs_of
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.warm import Handle

Outputs = list[NotebookNode]


def execute(
    sources: Sequence[str], files: Mapping[str, bytes], handle: Handle, limits: Limits, seed: int = 0
) -> list[Outputs]:
    """The outputs of each cell. `limits.call_seconds` are those of one cell, after which it is interrupted, as nbgrader
    does; when a process ends, the cells after it are not run, and have an error output that says so.

    A cell's source enters the box when its turn comes, so that no cell reads those after it. Raises SandboxError.
    """
    box, done, allowance = Box(handle, limits), list[Outputs](), Allowance()
    try:
        box.start()
        _open(box, files, seed)
        for number, source in enumerate(sources, 1):
            if not box.alive:
                done.append([_not_run()])
                continue
            done.append(_cell(box, source, number, limits, allowance))
    finally:
        box.stop()
    return done


def _open(box: Box, files: Mapping[str, bytes], seed: int) -> None:
    """Nothing of a student's has run yet, so that whatever goes wrong is not theirs."""
    refusals = {"process": _words(NO_PROCESS.by_language), "network": _words(NO_NETWORK.by_language)}
    try:
        box.open(dict(files), refusals, seed)
    except Fault as fault:
        raise SandboxError(f"the files of the assignment could not be put into the sandbox ({fault})") from fault


def _cell(box: Box, source: str, number: int, limits: Limits, allowance: Allowance) -> Outputs:
    try:
        if box.charged >= limits.total_seconds:
            raise box.spent()
        reply = box.cell(source, limits.call_seconds)
        outputs = outputs_of(reply.value, number, allowance, (reply.stdout, reply.stderr))
    except Fault as fault:
        box.stop()
        name = {"timeout": "CellTimeoutError", "memory": "MemoryError"}.get(fault.kind, "DeadProcessError")
        return [error(name, explain(fault))]
    except ValueError:
        box.stop()
        return [error("DeadProcessError", explain(Fault("crashed")))]
    if box.interrupted:
        outputs.append(error("CellTimeoutError", explain(Fault("timeout", seconds=limits.call_seconds))))
    return outputs


def _not_run() -> NotebookNode:
    return error("NotRun", say("This cell was not run: the notebook's process ended in a cell before it."))


def _words(by_language: Mapping[str, str]) -> str:
    return " / ".join(by_language[code] for code in sorted(by_language))


NO_PROCESS = say(
    "this needs another process or a shell, and there is none where notebooks are graded; do it in Python, or leave it "
    "out before you submit"
)
NO_NETWORK = say(
    "this needs the network, and there is none where notebooks are graded; use the files that came with the assignment"
)


def runs(cell: Any) -> bool:
    """Whether nbgrader runs this cell. A graded one always is: a tag of the student's cannot have it passed over."""
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    tags = cell.metadata.get("tags")
    skipped = isinstance(tags, list) and "skip-execution" in tags
    return not skipped or bool(cell.metadata.get("nbgrader", {}).get("grade"))
