"""Warm servers: they start at a level or say why not, and leave nothing behind however they end."""

from __future__ import annotations

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
    left, fresh, other = (tmp_path / name for name in ("gatehouse-left", "gatehouse-fresh", "somebody-elses"))
    for folder in (left, other):
        (folder / "root").mkdir(parents=True)
        (folder / "file").write_text("")
    fresh.mkdir()
    (tmp_path / "gatehouse-link").symlink_to(other)
    with WarmServer("numpy") as server:
        mine = Path(server.handle.address).parent
        assert not left.exists() and fresh.exists() and (other / "file").exists()
        with WarmServer("numpy"):
            assert Path(server.handle.address).exists(), "its grader lives"
    assert not mine.exists()
