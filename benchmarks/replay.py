"""The calls of one judging, made again: behind the wall, and in plain forks of one warm process, without wall or wire.

    python benchmarks/replay.py CALLS COUNT JOBS

replays the pickled calls COUNT times, JOBS at a time, in plain forks; prints, as JSON, the seconds of each of the calls
in each replay.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import sys
import tempfile
import time
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from grader.course.lesson import Lesson
from grader.grading.judge import grade_submission
from grader.sandbox.box import Box
from grader.sandbox.inside.runtimes import keras as inside
from grader.sandbox.limits import Limits
from grader.sandbox.server_key import ServerKey
from grader.sandbox.warm import Handle
from grader.sandbox.wire import Opaque

Times = list[tuple[str, float]]  # of each call, its name and its seconds


@dataclass(frozen=True)
class Call:
    """A function of the program ("student") or of the lesson's probe, what it was given, and what it gave if that
    stayed inside."""

    target: str
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    handle: int | None


@dataclass
class Life:
    """What one process was asked, from its start to its end."""

    load: dict[str, Any]
    calls: list[Call] = field(default_factory=list)


def record(lesson: Lesson, answer: Path, server: Handle) -> list[Life]:
    """Every call that judging this answer makes. Raises ValueError if it does not pass."""
    lives: list[Life] = []

    class Recording(Box):
        def load(self, program: str, filename: str, probe: str | None = None, **options: Any) -> Any:
            lives.append(Life({"program": program, "filename": filename, "probe": probe, **options}))
            return super().load(program, filename, probe, **options)

        def call(self, name: str, args: Any = (), kwargs: Any = None, *, target: str = "student", seconds: Any) -> Any:  # type: ignore[override]
            reply = super().call(name, args, kwargs, target=target, seconds=seconds)
            handle = reply.value.handle if isinstance(reply.value, Opaque) else None
            lives[-1].calls.append(Call(target, name, tuple(args), dict(kwargs or {}), handle))
            return reply

        def each(self, name: str, several: Any, *, target: str = "student", seconds: Any = None) -> Any:
            lives[-1].calls += [Call(target, name, tuple(args), {}, None) for args in several]
            return super().each(name, several, target=target, seconds=seconds)

    with mock.patch("grader.grading.checking.Box", Recording):
        verdict = grade_submission(lesson, answer, lambda _: server)
    if verdict.outcome != "passed":
        raise ValueError(f"{answer} is not passed but {verdict.outcome}")
    return lives


def walled(lives: list[Life], server: Handle, limits: Limits) -> Times:
    """Replay through the wire, in walled processes."""
    times: Times = []
    for life in lives:
        with Box(server, limits) as box:
            box.load(**life.load)
            for call in life.calls:
                start = time.perf_counter()
                box.call(call.name, call.args, call.kwargs, target=call.target, seconds=limits.total_seconds)
                times.append((call.name, time.perf_counter() - start))
    return times


def bare(lives: list[Life], results: Path) -> None:
    """Replay in plain forks of this process, one for each life; the times are written to `results`."""
    times: Times = []
    for number, life in enumerate(lives):
        pid = os.fork()
        if pid == 0:
            try:
                Path(f"{results}.{number}").write_text(json.dumps(_live(life)), encoding="utf-8")
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        times += json.loads(Path(f"{results}.{number}").read_text(encoding="utf-8"))
    results.write_text(json.dumps(times), encoding="utf-8")


def _live(life: Life) -> Times:
    inside.seed(life.load["seed"])
    modules = {"student": _module(life.load["filename"].removesuffix(".py"), life.load["program"])}
    modules["probe"] = _module("probe", life.load["probe"] or "", student=modules["student"])
    kept: dict[int, Any] = {}
    times: Times = []
    for call in life.calls:
        start = time.perf_counter()
        args = [kept[value.handle] if isinstance(value, Opaque) else value for value in call.args]
        result = getattr(modules[call.target], call.name)(*args, **call.kwargs)
        times.append((call.name, time.perf_counter() - start))
        if call.handle is not None:
            kept[call.handle] = result
    return times


def _module(name: str, source: str, **given: Any) -> types.ModuleType:
    """From a file, since what TensorFlow traces is read again from there."""
    path = Path(tempfile.mkdtemp(prefix="replay-")) / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    module = types.ModuleType(name)
    module.__file__ = str(path)
    vars(module).update(given)
    sys.modules[name] = module
    exec(compile(source, str(path), "exec"), vars(module))
    return module


def main(calls: Path, count: int, jobs: int) -> None:
    lives: list[Life] = pickle.loads(calls.read_bytes())
    for name in ServerKey.parse("keras").warm():
        importlib.import_module(name)
    inside.install()
    sys.modules["grader.keras"] = inside.services()
    gc.freeze()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    said, running = os.dup(1), 0
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        tempfile.tempdir = folder  # what the children make goes, too
        results = [Path(folder) / str(number) for number in range(count)]
        for path in results:
            if running == jobs:
                os.wait()
                running -= 1
            if os.fork() == 0:
                try:
                    bare(lives, path)
                finally:
                    os._exit(0)
            running += 1
        while running:
            os.wait()
            running -= 1
        os.write(said, json.dumps([json.loads(path.read_text(encoding="utf-8")) for path in results]).encode())


if __name__ == "__main__":
    from replay import main as replay  # so that the pickled classes are found under this name

    replay(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
