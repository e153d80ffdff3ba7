"""`grader devices`: what a machine can compute on, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import OK
from grader.sandbox import devices
from tests import toy


def test_what_is_here_is_shown(grader: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [devices.Gpu("NVIDIA H200", 143_771, 512, "580.1")]
    monkeypatch.setattr(devices, "gpus", lambda: (found, ""))
    monkeypatch.setattr(devices, "backends", lambda: {"tensorflow": "2.21.0", "jax": None})
    manifest = home / "exercises" / toy.LESSON_ID / "lesson.toml"
    manifest.write_text(manifest.read_text() + '[profiles.gpu]\ndevice = "gpu"\n')
    ran = grader("devices")
    assert ran.code == OK and "NVIDIA H200, 512 of 143771 MiB in use, driver 580.1" in ran.out
    assert "tensorflow 2.21.0" in ran.out and "jax not installed (pip install" in ran.out and "[keras,jax]" in ran.out
    assert f"{toy.LESSON_ID} --profile gpu" in ran.out


def test_no_gpu_is_said(grader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "gpus", lambda: ([], "no GPU: there is no /dev/nvidia* on this machine"))
    assert "no GPU" in grader("devices").out
