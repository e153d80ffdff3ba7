"""The light install grades a NumPy lesson, and says of everything else which command installs it."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest

from grader import extras

ROOT = Path(__file__).resolve().parents[1]
MOST_MB = 250
KERAS = "pip install 'gatehouse-grader[keras]'"


def test_a_missing_package_is_named_with_the_command() -> None:
    with pytest.raises(extras.MissingExtraError, match=r"training needs no_such_package, .*: pip install .*\[keras\]"):
        extras.needed("no_such_package.inside", "keras", "training")
    assert extras.needed("json.decoder", "keras", "reading").JSONDecoder


def test_a_package_that_is_there_and_broken_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_package.py").write_text("import another_one")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="another_one"):
        extras.needed("broken_package", "keras", "training")


def light(folder: Path) -> Path:
    """A virtual environment with the core alone; its folder of commands."""
    venv.create(folder, with_pip=True)
    command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", ROOT]
    subprocess.run(command, check=True)
    return folder / "bin"


@pytest.mark.proof("light-install")
def test_the_core_grades_a_numpy_lesson_and_names_what_the_others_need(tmp_path: Path) -> None:
    tools = light(tmp_path / "venv")
    size = sum(path.lstat().st_blocks * 512 for path in (tmp_path / "venv").rglob("*")) / 2**20
    assert size < MOST_MB

    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        given = {"GATEHOUSE_COURSE": str(ROOT), "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, text=True, check=False)

    def grade(lesson: str, file: str) -> subprocess.CompletedProcess[str]:
        path = ROOT / "solutions" / lesson / file
        return run(tools / "grader", "grade", path, "--lesson", lesson, "--student", "ada", "--out", "results")

    done = grade("02-gate-math", "gate_math.py")
    assert done.returncode == 0, done.stderr
    assert run(tools / "grader", "verify", "02-gate-math").returncode == 0
    done = grade("03-lstm-cell", "lstm_cell.py")
    assert done.returncode == 3 and KERAS in done.stderr, done
    done = run(tools / "grader", "workspace", "workspace")
    assert done.returncode == 0 and "pip install 'gatehouse-grader[jupyter]'" in done.stderr, done
    assert (tmp_path / "workspace" / "02-gate-math" / "gate_math.ipynb").is_file()
    done = run(tools / "grader", "calibrate", "05-single-layer-mnist", "--runs", "3")
    assert done.returncode == 2 and "setting a threshold needs scipy" in done.stderr and KERAS in done.stderr
    done = run(tools / "python", "-c", "from grader.data import load; load('digits')")
    assert "scikit-learn" in done.stderr and KERAS in done.stderr
