"""For tests as a person would: Chromium without a window, and a Jupyter server of one's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 90.0  # seconds for a slow machine; nothing here waits longer than it must
_CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


def need(what: object, sentence: str) -> None:
    """Skips, or in CI fails, where there is nothing of this."""
    if not what:
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, without a window. Skips, or in CI fails, where there is none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    need(executable, "no Chromium on this machine; install it (Debian: apt install chromium) to try the pages in it")
    need(find_spec("playwright"), "no Playwright in this environment; install gatehouse-grader[dev] to try the pages")
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=_CHROMIUM)
        yield chromium
        chromium.close()


@contextmanager
def serving(module: str, home: Path, root: Path, more: Sequence[str], environment: Mapping[str, str]) -> Iterator[Any]:
    """A Jupyter server over `root`, with all that is its own in `home`: its address, and its token."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    with (home / "server.log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", module, "--no-browser", "--allow-root", "--ip=127.0.0.1",
             f"--ServerApp.root_dir={root}", *more],
            env={**clean, **own, "HOME": str(home), "PYTHONPATH": str(ROOT), **environment},
            cwd=root, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield _address(server, home / "runtime", log)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], runtime: Path, log: Any) -> tuple[str, str]:
    """The server's address and its token, once it answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            (said,) = [json.loads(path.read_text()) for path in runtime.glob("jpserver-*.json")]
            urlopen(f"{said['url']}api/status?token={said['token']}", timeout=5).close()
            return said["url"], said["token"]
        except (ValueError, OSError):
            time.sleep(0.1)
    log.seek(0)
    pytest.fail(f"the server did not start:\n{log.read()[-3000:]}")
