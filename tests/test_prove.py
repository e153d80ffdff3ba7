"""scripts/prove.py: a proof that has passed is kept until its inputs change; a fixed time is used by turns."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.lesson import discover
from scripts import prove
from tests.sandbox.processes import wait_until

ROOT = Path(__file__).resolve().parents[1]
COMMIT = "0123456789abcdef"
Run = Callable[..., int]


def shell(name: str, script: str, *inputs: str, always: bool = False) -> prove.Unit:
    return prove.Unit(name, ("sh", "-c", f"echo {name} >> ran; {script}"), inputs, always)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small course of proofs, with an input of its own for each of them."""
    monkeypatch.setattr(prove, "ROOT", tmp_path)
    monkeypatch.setattr(prove, "GRACE", 0.5)
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "input.py").write_text("1")
    return tmp_path


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, units: list[prove.Unit] | None = None) -> int:
        chosen = units or [shell(name, "true", name) for name in ("one", "two", "three")]
        monkeypatch.setattr(prove, "units", lambda commit, tagged: chosen)
        (home / "ran").unlink(missing_ok=True)
        return prove.main(arguments)

    return call


def ran(home: Path) -> list[str]:
    return (home / "ran").read_text().split() if (home / "ran").exists() else []


def test_what_has_passed_is_run_again_when_its_inputs_change_or_when_it_is_named(
    home: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0 and ran(home) == ["one", "two", "three"]
    assert run() == 0 and ran(home) == []
    assert "cached 3: one two three" in capsys.readouterr().out
    (home / "two" / "task.md").write_text("a text changes no proof")
    (home / "two" / "input.py").write_text("2")
    run("--list")
    assert re.findall(r"open +(\w+)", capsys.readouterr().out) == ["two"]
    assert run() == 0 and ran(home) == ["two"]
    assert run("three") == 0 and ran(home) == ["three"]
    assert run(units=[shell("one", "true ", "one")]) == 0 and ran(home) == ["one"], "another command, another proof"


def test_a_proof_that_fails_is_shown_and_not_kept_and_the_others_run(
    home: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [shell("one", "echo because; exit 1", "one"), shell("two", "true", "two")]
    for expected in (["one", "two"], ["one"]):
        assert run(units=units) == 1 and ran(home) == expected
        said = capsys.readouterr().out
        assert "because" in said and "one FAILED" in said and "failed 1: one" in said


def test_a_proof_whose_inputs_change_meanwhile_is_not_proven_for_the_new_ones(home: Path, run: Run) -> None:
    units = [shell("one", "echo 2 > one/input.py", "one")]
    assert run(units=units) == 0
    assert run(units=units) == 0 and ran(home) == ["one"]


def test_what_does_not_fit_into_the_time_is_left_and_its_processes_end(
    home: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = "trap '' INT; sleep 1000 & echo $! > pid; wait; wait"
    units = [shell("one", "true", "one"), shell("two", endless, "two"), shell("three", "true", "three")]
    assert run("--minutes", "0.02", units=units) == 0
    assert "passed 1: one" in (said := capsys.readouterr().out) and "left 2: two three" in said
    sleeps = Path(f"/proc/{(home / 'pid').read_text().strip()}/cmdline")
    assert wait_until(lambda: not sleeps.exists() or not sleeps.read_bytes())
    units[1] = shell("two", "true", "two")
    assert run(units=units) == 0 and ran(home) == ["two", "three"], "the next run goes on where it was"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_no_proof_running(home: Path, number: int) -> None:
    code = f"""
from pathlib import Path
from scripts import prove

prove.ROOT = Path({str(home)!r})
script = "echo $$ > pid; exec sleep 1000"
prove.units = lambda commit, tagged: [prove.Unit("one", ("sh", "-c", script), ("one",))]
raise SystemExit(prove.command())
"""
    run = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert wait_until(lambda: (home / "pid").is_file() and bool((home / "pid").read_text()))
    run.send_signal(number)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130 and "goes on where it was" in said and "Traceback" not in said
    proof = Path(f"/proc/{(home / 'pid').read_text().strip()}")
    assert wait_until(lambda: not proof.exists()), "an orphan is buried when its new parent has time"


def test_a_proof_that_hangs_fails(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "LONGEST", 0.5)
    assert run(units=[shell("one", "sleep 1000", "one")]) == 1


def test_each_commit_starts_elsewhere_and_what_is_never_cached_comes_first(home: Path, run: Run) -> None:
    units = [shell(name, "true", name) for name in ("one", "two", "three")] + [shell("release", "true", always=True)]
    assert run("--start-at", "00000001ffff", units=units) == 0 and ran(home) == ["release", "two", "three", "one"]
    assert run("--start-at", "00000002ffff", units=units) == 0 and ran(home) == ["release"]


def test_a_damaged_record_proves_nothing(home: Path, run: Run) -> None:
    for text in ("{", "[]", '{"one": 1}'):
        run()
        (home / "build" / "proofs.json").write_text(text)
        assert run() == 0 and ran(home) == ["one", "two", "three"]


def test_every_unit_has_tests_and_inputs() -> None:
    units = prove.units(COMMIT, tagged=True)
    assert len({unit.name for unit in units}) == len(units)
    assert not [(unit.name, name) for unit in units for name in unit.inputs if not (ROOT / name).exists()]
    files = sorted({unit.command[-1] for unit in units if "pytest" in unit.command})
    code = f"""
import pytest

class Marks:
    def pytest_collection_finish(self, session):
        print("marks", *{{name for item in session.items for name in item.get_closest_marker("proof").args}})

pytest.main(["--collect-only", "-q", "-m", "proof", *{files}], plugins=[Marks()])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    (marks,) = re.findall(r"(?m)^marks (.+)$", done.stdout)
    assert set(marks.split()) == {unit.name for unit in units if "pytest" in unit.command}


def test_a_commit_draws_the_mutants_of_every_lesson() -> None:
    seeds = set()
    for commit in (COMMIT, COMMIT, "f" * 40):
        mutants = [unit for unit in prove.units(commit, tagged=False) if "--mutants" in unit.command]
        (seed,) = {unit.command[-1] for unit in mutants}
        assert all(unit.command[-2] == "--seed" and "--sample" in unit.command for unit in mutants)
        assert [unit.command[4] for unit in mutants] == [lesson.id for lesson in discover(ROOT)]
        seeds.add(seed)
    assert len(seeds) == 2


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=ada", "-c", "user.email=ada@localhost"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_stale_record_is_no_version(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a version is tagged, and there alone, every record must be about the lesson as it stands."""
    asked: list[tuple[str, bool]] = []

    def units(commit: str, tagged: bool) -> list[prove.Unit]:
        asked.append((commit, tagged))
        return []

    monkeypatch.setattr(prove, "units", units)
    prove.main([])
    git(home, "init", "--quiet")
    for tag in ("before-lunch", "v1.0", None):
        git(home, "commit", "--quiet", "--allow-empty", "-m", "one")
        if tag:
            git(home, "tag", tag)
        prove.main([])
    assert [tagged for _, tagged in asked] == [False, False, True, False]
    assert asked[0][0] == "0" and len({commit for commit, _ in asked}) == 4
    (home / ".git" / "HEAD").write_text("nonsense")
    with pytest.raises(subprocess.CalledProcessError):
        prove.main([])


def test_the_release_of_a_version_is_proven_each_time() -> None:
    (release,) = [unit for unit in prove.units(COMMIT, tagged=True) if unit.always]
    assert release.command[-2:] == ("verify", "--release")
    assert not [unit for unit in prove.units(COMMIT, tagged=False) if unit.always]


def test_ci_runs_it() -> None:
    line = 'make prove ARGS="--minutes 20 --start-at $(git rev-parse HEAD || echo 0)" || status=$?'
    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
