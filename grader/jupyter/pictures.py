"""The pictures of `%see`: drawn by ``grader see`` in a process of its own, so that nothing of it touches the kernel."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from grader.jupyter.process import environment
from grader.jupyter.saved import MagicError
from grader.messages.text import Text


def pictures(path: Path, lesson: str, lang: str) -> list[bytes]:
    """PNG files drawn from the answer at `path`. Raises MagicError if there is no picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "grader", "see", str(path), "--lesson", lesson, "--lang", lang]
        ran = subprocess.run(
            [*command, "--out", folder], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            errors="replace", env=environment(), check=False,
        )  # fmt: skip
        drawn = [one.read_bytes() for one in sorted(Path(folder).glob("*.png"))]
    if ran.returncode or not drawn:
        lines = [line.removeprefix("grader: ") for line in ran.stderr.splitlines() if line.strip()]
        said = lines[-1] if lines else f"grader see: {ran.returncode}"
        raise MagicError(Text(en=said, zh=said))  # in the language that was asked for
    return drawn
