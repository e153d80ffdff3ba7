"""The JupyterLab extension: its own tests pass, and what is committed is what its source gives."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "labextension"


def test_the_committed_build_is_whole() -> None:
    package = json.loads((HOME / "built" / "package.json").read_text(encoding="utf-8"))
    load = package["jupyterlab"]["_build"]["load"]
    assert (HOME / "built" / load).is_file()
    assert (HOME / "built" / "schemas" / "gatehouse" / "plugin.json").is_file()


@pytest.mark.parametrize("name", ["yarn.lock", "package.json", ".yarnrc.yml"])
def test_no_registry_is_named(name: str) -> None:
    assert not re.search(r"(?i)https?://", (HOME / name).read_text(encoding="utf-8"))


@pytest.mark.proof("labextension")
def test_its_own_tests_pass_and_the_committed_build_is_that_of_the_source() -> None:
    seen = subprocess.run(
        [sys.executable, "scripts/labextension.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert seen.returncode == 0, seen.stdout[-3000:] + seen.stderr[-3000:]
