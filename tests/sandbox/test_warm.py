"""Warm servers: they start at a level or say why not, and leave nothing behind however they end."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox.box import Box
from grader.sandbox.errors import SandboxError
from grader.sandbox.folders import ServerFolder, sweep
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests.sandbox.processes import processes_of, wait_until

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(call_seconds=10, memory_mb=256)
PROGRAM = "import time\ndef count():\n    return 1\ndef sleeps():\n    time.sleep(1000)\n"


def test_closing_a_server_leaves_no_process_and_no_folder() -> None:
    server = WarmServer("numpy")
    folder = Path(server.handle.address).parent
    box = Box(server.handle, LIMITS)
    box.start()
    box.load(PROGRAM, "program.py")
    assert len(processes_of(folder)) >= 2
    server.close()
    assert not server.alive and not folder.exists()
    assert wait_until(lambda: not processes_of(folder))
    with pytest.raises(SandboxError, match="the sandbox server was lost"):  # no student is to blame for that
        box.call("count")
    assert not box.alive
    server.close()


def test_a_server_that_was_killed_is_not_alive() -> None:
    with WarmServer("numpy") as server:
        assert server.alive
        folder = Path(server.handle.address).parent
        inner = max(processes_of(folder))
        with Box(server.handle, LIMITS) as box:
            box.load(PROGRAM, "program.py")
            os.kill(inner, signal.SIGKILL)
            with pytest.raises(SandboxError):
                box.call("sleeps")
        assert not server.alive
        with pytest.raises(SandboxError, match="grade again"):
            Box(server.handle, LIMITS).start()


def test_a_killed_process_that_only_waits_for_the_server_takes_everything_along() -> None:
    with WarmServer("numpy") as server, Box(server.handle, LIMITS):
        folder = Path(server.handle.address).parent
        os.kill(min(processes_of(folder)), signal.SIGKILL)
        assert wait_until(lambda: not processes_of(folder), seconds=10)


def test_a_killed_grader_takes_everything_along() -> None:
    script = (
        "from grader.course.lesson import Limits\nfrom grader.sandbox.box import Box\n"
        "from grader.sandbox.warm import WarmServer\n"
        "server = WarmServer('numpy'); box = Box(server.handle, Limits()); box.start()\n"
        "box.load('def loops():\\n    while True: pass', 'p.py')\n"
        "print(server.handle.address, flush=True)\nbox.call('loops', seconds=100)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        folder = Path(grader.stdout.readline().strip()).parent
        assert wait_until(lambda: len(processes_of(folder)) >= 2)
        grader.kill()
    assert wait_until(lambda: not processes_of(folder))


def test_a_runtime_that_is_not_installed_is_our_fault_and_says_what_to_do() -> None:
    with pytest.raises(SandboxError, match=r"no runtime 'cobol' is installed; there are: numpy, keras, .*pip install"):
        WarmServer("cobol")


def test_a_level_that_cannot_be_had_is_refused() -> None:
    with pytest.raises(SandboxError, match=r"does not offer the sandbox level 'strict'.*--level"):
        WarmServer("numpy", minimum="strict", maximum="process")


def test_the_handle_says_what_it_is(numpy_server: WarmServer) -> None:
    handle = numpy_server.handle
    assert handle.runtime == "numpy" and handle.backend is None
    assert handle.versions == {"python": sys.version.split()[0], "numpy": np.__version__}


def test_the_folder_of_a_grader_that_was_killed_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, early, late = (tmp_path / f"gatehouse-{name}" for name in ("left1234", "early123", "late1234"))
    others = (tmp_path / "somebody-elses", tmp_path / "gatehouse-homework")
    for folder, file in ((left, "server.log"), *((other, "file") for other in others)):
        (folder / "root").mkdir(parents=True)
        (folder / file).write_text("")
    early.mkdir()  # its grader was killed before it had locked it
    late.mkdir()
    held = os.open(late, os.O_RDONLY)  # by a process of the killed grader that has not ended yet
    fcntl.flock(held, fcntl.LOCK_EX)
    (tmp_path / "gatehouse-link1234").symlink_to(others[0])
    with WarmServer("numpy") as server:
        mine = Path(server.handle.address).parent
        assert not left.exists() and not early.exists() and late.exists()
        with WarmServer("numpy"):
            assert Path(server.handle.address).exists(), "its grader lives"
        os.close(held)
    assert not mine.exists() and not late.exists()
    assert all((folder / "file").exists() for folder in others)


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lock = fcntl.flock
    swept: list[Path] = []

    def sweep_first(fd: int, how: int) -> None:
        if not swept:
            swept.extend(tmp_path.iterdir())
            sweep()
        lock(fd, how)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    home = ServerFolder()
    assert swept and not swept[0].exists() and home.scaffold().is_dir()
    home.close()
    assert not list(tmp_path.iterdir())
