"""The corpus's thieves do steal: each finds a canary where there is no wall, so that finding nothing says something.

A thief runs in a plain Python process, with the thing that it looks for in reach (`_PLANTS`); one that carries
hidden inputs home is held to what leaves its process, before the grader has judged or veiled any of it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.sandbox import claims
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests.attacks import corpus

FOUND = ("GOT IT", "INPUT", "CARRIED", "123454321")
THIEVES = {one.name: one for one in corpus.attacks() if one.kind == "stealing"}
_SHAPES = "tests/checks/test_words.py::test_a_shape_is_told_as_far_as_it_costs_something"
_CARRIES = "tests/sandbox/test_carrying.py::test_a_crime_succeeds_where_there_is_no_wall_and_there_only"
_SCRIPTS = "tests/grading/test_script.py::test_every_spelling_of_mnist_gives_the_same_images_and_says_once_which"
ELSEWHERE = {
    "recover_the_seed": "tests/test_attacks.py::test_the_search_for_the_seed_finds_one_given_by_hand",
    "quote_hidden_inputs_by_empty_axes": _SHAPES,
    "quote_hidden_inputs_by_a_dtypes_name": "tests/test_hidden_sentences.py::test_no_sentence_quotes_a_claim",
    "labels_from_every_mnist_there_is": _SCRIPTS,
    **{name: _CARRIES for name, one in THIEVES.items() if one.must_not_say == "CARRIED"},
}
QUOTING = sorted(name for name, one in THIEVES.items() if one.must_not_say == "INPUT" and name not in ELSEWHERE)
AT_LIBERTY = Path(__file__).with_name("attacks") / "at_liberty.py"


@dataclass
class Plant:
    """What is in reach of one thief: its environment, folder and program, and what it must bring home."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    instead: dict[str, str] = field(default_factory=dict)  # in its program: places of others that it must not touch
    ways: tuple[str, ...] = ()  # what `at_liberty.py` does before
    expected: str = ""


_Planter = Callable[[Path, str], Iterator[Plant]]
_PLANTS: dict[str, Callable[[Path, str], Any]] = {}


def _plants(*names: str) -> Callable[[_Planter], _Planter]:
    def add(planter: _Planter) -> _Planter:
        for name in names:
            _PLANTS[name] = contextmanager(planter)
        return planter

    return add


@_plants("read_environment")
def _in_the_environment(folder: Path, canary: str) -> Iterator[Plant]:
    yield Plant(environment={"GATEHOUSE_CANARY": canary}, expected=canary)


@_plants("read_files_of_the_machine")
def _on_the_machine(folder: Path, canary: str) -> Iterator[Plant]:
    yield Plant(expected="/etc/passwd")


@_plants("read_inherited_descriptors")
def _open_before(folder: Path, canary: str) -> Iterator[Plant]:
    (folder / canary).write_text("secret")
    yield Plant(ways=("open", str(folder / canary)), expected=canary)


@_plants("read_keyrings")
def _in_a_keyring(folder: Path, canary: str) -> Iterator[Plant]:
    libc = ctypes.CDLL(None)
    if os.uname().machine != "x86_64" or libc.syscall(250, 0, -1, 1) < 0:
        pytest.skip("this machine lends no keyring")
    # A ring of its own thread: no key of another process is looked for, and none is left.
    yield Plant(ways=("key", canary), instead={"(-1, -2, -3, -4, -5)": "(-1,)"}, expected=canary)


@_plants("read_other_submissions")
def _beside_it(folder: Path, canary: str) -> Iterator[Plant]:
    own = folder / "class" / "own"
    own.mkdir(parents=True)
    (folder / "class" / f"neighbour-{canary}").mkdir()
    instead = {'("/box/..", "/tmp", "..", "/dev/shm", "/gatehouse")': '("..",)', '"/tmp/*", "/var/tmp/*", ': ""}
    yield Plant(folder=own, instead=instead, expected=f"neighbour-{canary}")


@_plants("read_parent_memory")
def _its_parent(folder: Path, canary: str) -> Iterator[Plant]:
    # Only a parent made for it: it would stop whatever else it can trace.
    instead = {"{os.getppid(), 2, *range(1, 200)} - {os.getpid(), 0}": "{os.getppid()}"}
    yield Plant(ways=("parent",), instead=instead, expected="/environ")


@_plants("read_shared_memory")
def _shared(folder: Path, canary: str) -> Iterator[Plant]:
    libc = ctypes.CDLL(None)
    taken = ((key, libc.shmget(key, 4096, 0o3600)) for key in range(1, 64))  # created, and by nobody before
    key, number = next((pair for pair in taken if pair[1] >= 0), (0, -1))
    if number < 0:
        pytest.skip("this machine lends no shared memory")
    instead = {"range(64)": "range(1, 64)", "/gatehouse-was-here": f"/{canary}"}
    try:
        yield Plant(instead=instead, expected=f"('shmget', {key})")
    finally:
        libc.shmctl(number, 0, None)
        Path("/dev/shm", canary).unlink(missing_ok=True)


@_plants("read_solutions_from_disk")
def _on_the_disk(folder: Path, canary: str) -> Iterator[Plant]:
    hidden = folder / canary / "solutions" / "02-gate-math" / "test_hidden.py"
    hidden.parent.mkdir(parents=True)
    hidden.write_text("def test(): ...")
    own = folder / "own"
    own.mkdir()
    yield Plant(folder=own, instead={'os.walk("/")': f"os.walk({str(folder)!r})"}, expected=str(hidden))


@_plants("read_the_grader_itself")
def _installed_beside_it(folder: Path, canary: str) -> Iterator[Plant]:
    yield Plant(folder=corpus.COURSE, expected=os.path.join("grader", "grading", "judge.py"))


@_plants("read_the_held_out_labels")
def _in_a_package(folder: Path, canary: str) -> Iterator[Plant]:
    if importlib.util.find_spec("sklearn") is None:
        pytest.skip("the package that ships the labels is not installed")
    yield Plant(expected="digits.csv")


@_plants("search_own_memory_for_secrets", "search_keras_memory_for_secrets")
def _in_its_heap(folder: Path, canary: str) -> Iterator[Plant]:
    yield Plant(environment={"GATEHOUSE": canary}, expected=canary)


@_plants("read_what_was_freed")
def _freed(folder: Path, canary: str) -> Iterator[Plant]:
    yield Plant(ways=("free", canary), expected=canary)


@_plants("read_what_an_earlier_one_left")
def _left(folder: Path, canary: str) -> Iterator[Plant]:
    places = {"HOME": str(folder), "TMPDIR": str(folder)}
    yield Plant(places, folder, {', "/dev/shm", "/var/tmp")': ")"}, ("twice",), "for-the-next")


@_plants("predict_hidden_inputs")
def _a_seed_in_a_frame(folder: Path, canary: str) -> Iterator[Plant]:
    yield Plant(ways=("seed", "20240229"), expected="20240229")


@_plants("open_a_socket")
def _a_network(folder: Path, canary: str) -> Iterator[Plant]:
    instead = {'socket.getaddrinfo("example.com", 80)': "1 / 0", '"\\0gatehouse-was-here"': f'"\\0{canary}"'}
    yield Plant(instead=instead, expected="1 1 ")  # AF_UNIX SOCK_STREAM, the least that any machine has


@_plants("run_a_command")
def _commands(folder: Path, canary: str) -> Iterator[Plant]:
    instead = {
        'os.execv("/bin/true", ["true"])': "1 / 0",  # the thief would be gone, and with it what it found
        'os.execve(os.open("/usr/bin/env", os.O_RDONLY), ["env"], {})': "1 / 0",
        "touch /tmp/gatehouse-was-here": "true",
    }
    yield Plant(instead=instead, expected="/bin/sh")


def brought_home(name: str, plant: Plant, folder: Path) -> str:
    """What the program of this attack says when it runs in a plain process with the plant in reach."""
    program = (corpus.HERE / f"{name}.py").read_text(encoding="utf-8")
    for old, new in {**plant.instead, "[:1500]": ""}.items():
        assert old in program, f"{name}.py has no {old!r}: the control would not be of this thief"
        program = program.replace(old, new)
    order = {"program": program, "ways": plant.ways}
    done = subprocess.run(
        [sys.executable, str(AT_LIBERTY)], input=json.dumps(order), cwd=plant.folder or folder,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **plant.environment},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout or done.stderr


@pytest.mark.parametrize("name", sorted(_PLANTS))
def test_a_thief_steals_where_there_is_no_wall(name: str, tmp_path: Path) -> None:
    canary = f"gatehouse-canary-{secrets.token_hex(8)}"
    with ExitStack() as stack:
        own = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=tmp_path)))
        plant = stack.enter_context(_PLANTS[name](own, canary))
        said = brought_home(name, plant, own)
    assert re.match(r"RuntimeError: (GOT IT|ESCAPED): ", said), said
    assert plant.expected in said, said


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    with WarmServer("numpy") as one:
        yield one


@pytest.mark.parametrize("name", QUOTING)
def test_what_is_quoted_does_leave_the_process(name: str, server: WarmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wall cannot keep it in; that it is not shown is the grader's doing."""
    said: list[str] = []
    taken = claims.reply

    def overheard(message: Any, stdout: str, stderr: str, asked: str | None = None) -> Any:
        said.append(f"{message} {stdout} {stderr}")
        return taken(message, stdout, stderr, asked)

    monkeypatch.setattr(claims, "reply", overheard)
    probe = (corpus.COURSE / "exercises" / "02-gate-math" / "probe.py").read_text(encoding="utf-8")
    program = "import numpy as np\n" + (corpus.HERE / f"{name}.py").read_text(encoding="utf-8")
    with Box(server.handle, Limits(call_seconds=20)) as box:
        box.load(program, "gate_math.py", probe)
        for target, function, given in (("student", "sigmoid", []), ("probe", "watch", ["sigmoid"])):
            with suppress(Fault):
                box.call(function, [*given, np.arange(1, 7).reshape(2, 3) * 0.111111], target=target)
            with suppress(Fault):
                box.call(function, [*given, np.arange(1, 8)], target=target)
    assert any("INPUT" in text and "111111" in text for text in said), said


def test_every_thief_has_such_a_control() -> None:
    assert not THIEVES.keys() - _PLANTS.keys() - ELSEWHERE.keys() - set(QUOTING), "and so their silence says nothing"
    for place in ELSEWHERE.values():
        path, name = place.split("::")
        assert f"def {name}(" in (corpus.COURSE / path).read_text(encoding="utf-8")


def test_every_thief_would_be_seen() -> None:
    """What it found is said, in words that `test_it_does_not_say` looks for; the words are in no program as such."""
    for name, thief in THIEVES.items():
        assert thief.must_not_say in FOUND, name
        assert thief.must_not_say not in (corpus.HERE / f"{name}.py").read_text(encoding="utf-8").split("\n\n", 1)[1]
