"""The command as a whole: its help, wrong usage, and as a process of its own."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from grader import cli
from grader.cli.common import FAILED, OK, USAGE, app
from tests import toy
from tests.sandbox.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("list", "check", "grade", "verify", "new", "workspace", "feedback", "preview")


def test_help_names_every_command_and_the_exit_codes(grader: Any) -> None:
    for arguments in ([], ["--help"]):
        ran = grader(*arguments)
        said = ran.out + ran.err
        assert all(f" {name} " in said for name in COMMANDS)
        assert "Exit codes" in said
    assert ran.code == OK


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(grader: Any, command: str) -> None:
    ran = grader(command, "--help")
    assert ran.code == OK and len(ran.out) > 200


@pytest.mark.parametrize(
    "arguments",
    [["polish"], ["check"], ["grade"], ["grade", "class", "--lang", "fr"], ["grade", "class", "--jobs", "0"],
     ["grade", "class", "--level", "moat"], ["check", "toy.py", "--seed", "-1"], ["list", "--nonsense"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage(grader: Any, arguments: list[str]) -> None:
    ran = grader(*arguments)
    assert ran.code == USAGE and ran.err


COMMAND = [sys.executable, "-m", "grader"]
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "GATEHOUSE_LANG": "en"}


def process(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command, environment = [*COMMAND, *arguments], {**os.environ, **ENVIRONMENT}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)


def test_as_a_process(home: Path) -> None:
    (home / "toy.py").write_text(toy.answer(total="return 0"))
    assert process(home, "check", "toy.py").returncode == FAILED
    assert process(home, "check", "toy.py", "--only", "double").returncode == OK
    missing = process(home, "check", "none.py", "--lesson", toy.LESSON_ID)
    assert missing.returncode == USAGE and missing.stderr == "grader: there is no file none.py\n"
    assert process(home, "--help").returncode == OK


def test_output_that_is_piped_has_no_colours(home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    done = process(home, "grade", "class")
    assert done.returncode == OK and "\x1b" not in done.stdout + done.stderr


SLOW = toy.answer(total="import time\ntime.sleep(1.8)\nreturn np.sum(x)")


def processes() -> dict[tuple[str, str], str]:
    """The parent of every process; a process is its id and its time of start, which no later one shares."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                parents[stat.parent.name, fields[19]] = fields[1]
    return parents


def descendants(ancestor: int) -> set[tuple[str, str]]:
    """What a process has started, and what that has."""
    parents, found, family = processes(), set[tuple[str, str]](), {str(ancestor)}
    while more := {one for one, parent in parents.items() if parent in family} - found:
        found |= more
        family |= {number for number, _ in more}
    return found


def interrupted(home: Path, *arguments: str, when: Callable[[int], object]) -> tuple[int, str, str]:
    """Run ``grader ARGUMENTS`` and press Ctrl+C as soon as `when` of its process id holds: exit code, output, errors.

    Fails if a process that it had started outlives it.
    """
    running = subprocess.Popen(
        [*COMMAND, *arguments], cwd=home, env={**os.environ, **ENVIRONMENT}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # these tests may run where it is ignored
    )  # fmt: skip
    try:
        assert wait_until(lambda: bool(when(running.pid)), 60) and running.poll() is None
        started = descendants(running.pid)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: its workers get it too
        out, err = running.communicate(timeout=60)
        assert started and wait_until(lambda: not started & processes().keys(), 10)
    finally:
        running.kill()
    return running.returncode, out, err


def test_ctrl_c_keeps_what_was_judged(home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    for student in ("bob", "eve"):
        toy.hand_in(home, student, SLOW)
    page = home / "results" / "students" / "ada" / toy.LESSON_ID / "feedback.html"
    code, out, err = interrupted(home, "grade", "class", "--jobs", "3", when=lambda _: page.is_file())
    assert code == 130 and not out
    sentence = "grader: stopped; what is graded so far is kept: run the same command again to go on\n"
    assert err in (sentence, f"[1/3] ada/{toy.LESSON_ID}: passed 7/7\n{sentence}")
    kept = process(home, "grade", "class", "--student", "ada")
    assert kept.returncode == OK and "1 of 1 were judged by an earlier run" in kept.stdout


def test_ctrl_c_while_every_worker_waits_for_the_sandbox(home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    code, out, err = interrupted(home, "grade", "class", "--jobs", "2", when=lambda pid: len(descendants(pid)) > 2)
    assert (code, out) == (130, "") and err.startswith("grader: stopped; ") and err.count("\n") == 1


def test_ctrl_c_promises_nothing_where_nothing_is_kept(home: Path) -> None:
    (home / "toy.py").write_text(SLOW)
    assert interrupted(home, "check", "toy.py", when=descendants) == (130, "", "grader: stopped\n")


def test_a_command_that_is_named_is_found_in_the_one_module_that_is_imported_for_it() -> None:
    cli.add_commands([])
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    assert sorted(group.commands) == sorted(itertools.chain(*cli.MODULES.values()))
    for module, commands in cli.MODULES.items():
        for name in commands:
            command: Any = group.commands[name]
            (first, *_) = getattr(command, "commands", {name: command}).values()
            assert first.callback.__module__ == f"grader.cli.{module}"


def test_a_command_is_named_although_no_other_is_imported(home: Path) -> None:
    program = "import sys; from grader.cli import main; sys.argv = ['grader', 'devices']; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=home, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True
    )
    assert done.returncode == OK and "cores" in done.stdout


def test_the_process_that_serves_everybody_does_not_import_pytest() -> None:
    """Workers do, while servers start; here everybody would wait for it."""
    program = (
        "import sys, grader.cli.grading, grader.cli.outcome, grader.grading.batch; sys.exit('pytest' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
