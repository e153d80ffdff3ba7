"""`grader export gradescope`: the zip, unpacked and run as Gradescope does, as far as a shell can."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import OK, OURS, USAGE
from grader.course.gradescope import export
from grader.course.lesson import LessonError, load_lesson
from tests import toy
from tests.ci.forge import WITHOUT_A_WALL, Machine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def archive(toy_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("zip") / "toy.zip"
    export(toy_course, load_lesson(toy_course, toy.LESSON_ID), file, "en")
    return file


@pytest.fixture
def machine(archive: Path, tmp_path: Path) -> Machine:
    """Gradescope's machine, with the autograder unpacked and set up: an environment that has what this one has."""
    machine = Machine(tmp_path / "machine", {}, {})
    autograder, home = tmp_path / "autograder", tmp_path / "gatehouse"
    for folder in ("source", "submission", "results"):
        (autograder / folder).mkdir(parents=True)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(autograder / "source")
    (home / "bin").mkdir(parents=True)
    (home / "bin/python").write_text(f'#!/bin/bash\nexec {sys.executable} "$@"\n')
    (home / "bin/python").chmod(0o755)
    machine.environment |= {"AUTOGRADER": str(autograder), "GATEHOUSE_HOME": str(home)}
    return machine


def _run(machine: Machine, name: str, text: str) -> tuple[int, dict[str, Any] | None, str]:
    autograder = Path(machine.environment["AUTOGRADER"])
    (autograder / "submission" / name).write_text(text)
    results = autograder / "results/results.json"
    results.write_text('{"score": 7}')  # of an earlier run
    done = machine.shell(f"bash {autograder}/source/run_autograder")
    found = json.loads(results.read_text()) if results.exists() else None
    return done.returncode, found, done.stdout


@pytest.mark.parametrize(
    ("name", "text", "score"),
    [
        ("toy.py", toy.answer(), 7),
        ("my answer.py", toy.answer(total="return np.max(x)"), 5),
        ("toy.py", "no markers = 1\n", 0),
        ("photo.jpg", "x", 0),
    ],
)
def test_a_submission_gets_its_score(machine: Machine, name: str, text: str, score: float) -> None:
    code, results, out = _run(machine, name, text)
    assert code == 0 and results and results["score"] == score, out
    assert "sandbox level: strict" in out or not score, "what is not run needs no sandbox"


def test_it_grades_in_a_container_that_forbids_namespaces(machine: Machine) -> None:
    autograder = Path(machine.environment["AUTOGRADER"])
    (autograder / "submission/toy.py").write_text(toy.answer())
    within = f"{sys.executable} -m tests.sandbox.ordinary --no-namespaces --stay-root -- "
    done = machine.shell(f"cd {ROOT} && {within} bash {autograder}/source/run_autograder")
    assert done.returncode == 0 and "sandbox level: container" in done.stdout, done.stdout
    assert json.loads((autograder / "results/results.json").read_text())["score"] == toy.MAX_SCORE


def test_a_link_to_the_reference_is_not_followed(machine: Machine) -> None:
    autograder = Path(machine.environment["AUTOGRADER"])
    link = autograder / "submission/toy.py"
    link.symlink_to(autograder / "source/course/solutions" / toy.LESSON_ID / "toy.py")
    done = machine.shell(f"bash {autograder}/source/run_autograder")
    assert json.loads((autograder / "results/results.json").read_text())["score"] == 0, done.stdout


def test_where_the_wall_is_too_low_there_is_no_result(machine: Machine) -> None:
    python = Path(machine.environment["GATEHOUSE_HOME"]) / "bin/python"
    python.write_text(f'#!/bin/bash\nexec {sys.executable} -c {shlex.quote(WITHOUT_A_WALL)} "${{@:3}}"\n')
    code, results, out = _run(machine, "toy.py", toy.answer())
    assert code == OURS and "does not offer the sandbox level 'container'" in out
    assert results is None, "not the score of an earlier run either"


def test_no_result_is_no_success(machine: Machine) -> None:
    python = Path(machine.environment["GATEHOUSE_HOME"]) / "bin/python"
    python.write_text("#!/bin/bash\nexit 0\n")
    assert _run(machine, "toy.py", toy.answer())[:2] == (OURS, None)


def test_what_the_grader_runs_with_is_no_more_than_it_needs(machine: Machine) -> None:
    python = Path(machine.environment["GATEHOUSE_HOME"]) / "bin/python"
    python.write_text("#!/bin/bash\nenv\nexit 3\n")
    machine.environment["SECRET_OF_GRADESCOPE"] = "s"
    assert "SECRET_OF_GRADESCOPE" not in _run(machine, "toy.py", toy.answer())[2]


def test_the_zip_holds_both_halves_and_no_more(archive: Path, toy_course: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        modes = {name: opened.getinfo(name).external_attr >> 16 for name in names}
        opened.extractall(tmp_path)
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    lesson = f"course/solutions/{toy.LESSON_ID}"
    assert {f"{lesson}/test_hidden.py", f"{lesson}/toy.py", f"course/exercises/{toy.LESSON_ID}/lesson.toml"} <= names
    assert not [name for name in names if "/wrong/" in name or name.endswith(".pyc") or name.startswith(("/", ".."))]
    assert (
        "package/grader/cli/__init__.py" in names and "package/grader/messages/locale/zh/LC_MESSAGES/grader.po" in names
    )
    copy = load_lesson(tmp_path / "course", toy.LESSON_ID)
    assert copy.digest == load_lesson(toy_course, toy.LESSON_ID).digest, "it judges by the same"
    pins = (tmp_path / "requirements.txt").read_text().splitlines()
    assert all("==" in line for line in pins) and {"numpy", "pydantic", "msgpack"} <= {
        line.split("==")[0] for line in pins
    }
    assert not [line for line in pins if line.startswith(("gatehouse-grader", "ruff=", "mypy="))]


def test_a_lesson_of_this_course_brings_its_oracles_and_no_other_lesson(tmp_path: Path) -> None:
    lesson = load_lesson(ROOT, "02-gate-math")
    names = export(ROOT, lesson, tmp_path / "zip", "zh")
    assert "course/solutions/oracles/lstm.py" in names
    assert not [name for name in names if "03-lstm-cell" in name]
    assert not [name for name in names if name.endswith("mutants.json")]


def test_a_lesson_in_keras_needs_what_its_runtimes_need(tmp_path: Path) -> None:
    export(ROOT, load_lesson(ROOT, "03-lstm-cell"), tmp_path / "zip", "zh")
    with zipfile.ZipFile(tmp_path / "zip") as opened:
        pins = opened.read("requirements.txt").decode().split()
    assert {"keras", "tensorflow", "tf-keras"} <= {pin.split("==")[0] for pin in pins}


def test_the_same_lesson_is_the_same_zip(archive: Path, toy_course: Path, tmp_path: Path) -> None:
    export(toy_course, load_lesson(toy_course, toy.LESSON_ID), tmp_path / "again.zip", "en")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_the_scripts_are_shell(tmp_path: Path) -> None:
    for name in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", str(ROOT / "grader/course/gradescope" / name)], check=True)


def test_setup_installs_the_pins_and_the_grader(machine: Machine, tmp_path: Path) -> None:
    """With a Python whose venv and pip only write down what they are asked for."""
    autograder, home = (Path(machine.environment[name]) for name in ("AUTOGRADER", "GATEHOUSE_HOME"))
    asked, packages = tmp_path / "asked", tmp_path / "packages"
    packages.mkdir()
    script = f'echo "$*" >>{asked}\ncase "$*" in *sysconfig*) echo {packages};; esac'
    for place in (machine.bin / "python3.13", home / "bin/python"):
        place.write_text(f"#!/bin/bash\n{script}\n")
        place.chmod(0o755)
    done = machine.shell(f"bash {autograder}/source/setup.sh")
    assert done.returncode == 0, done.stdout
    assert f"-m venv {home}" in asked.read_text() and f"-r {autograder}/source/requirements.txt" in asked.read_text()
    assert (packages / "grader/__main__.py").is_file()
    assert (autograder / "source/course").stat().st_mode & 0o077 == 0


def test_without_the_hidden_half_there_is_no_export(tmp_path: Path) -> None:
    course = toy.make_course(tmp_path)
    (course / "solutions" / toy.LESSON_ID / "test_hidden.py").unlink()
    with pytest.raises(LessonError, match="has no hidden checks"):
        export(course, load_lesson(course, toy.LESSON_ID), tmp_path / "zip", "en")
    assert not (tmp_path / "zip").exists()


def test_a_link_in_the_course_is_refused(tmp_path: Path) -> None:
    course = toy.make_course(tmp_path)
    (course / "exercises" / toy.LESSON_ID / "data.txt").symlink_to("/etc/hostname")
    with pytest.raises(LessonError, match="is a link"):
        export(course, load_lesson(course, toy.LESSON_ID), tmp_path / "zip", "en")


def test_the_command(tmp_path: Path, toy_course: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "grader", "export", "gradescope", *arguments]
        return subprocess.run(command, cwd=toy_course, capture_output=True, text=True)

    done = run(toy.LESSON_ID, "--out", str(tmp_path / "a/b.zip"), "--lang", "en")
    assert done.returncode == OK and "give it to nobody but Gradescope" in done.stdout, done.stderr
    assert zipfile.is_zipfile(tmp_path / "a/b.zip")
    assert run("99-none").returncode == USAGE
