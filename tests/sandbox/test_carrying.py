"""What one box leaves for another, after it or beside it: nothing. Each way does carry a bit where there is no wall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests.sandbox.carrying import AFTER, BESIDE, both
from tests.sandbox.ordinary import their_folder

ROOT = Path(__file__).resolve().parents[2]
WAYS = (*AFTER, *BESIDE)
OWNERS_ONLY = {"page_cache_by_mincore", "write_hint", "open_by_lease"}  # of the file, which root is here


@pytest.fixture(scope="module")
def unwalled() -> Iterator[WarmServer]:
    with WarmServer("numpy", minimum="process", maximum="process") as server:
        yield server


@pytest.mark.parametrize("way", WAYS)
def test_without_a_wall_it_carries_a_bit(unwalled: WarmServer, way: str) -> None:
    """A positive control: the thief below can steal. Other processes use the same files: in noise it tries again."""
    for _ in range(10):
        received = both(way, unwalled.handle, unwalled.handle)
        if received != [1, 1]:
            break
    if "ENOSYS" in received or "EOPNOTSUPP" in received:
        pytest.skip(f"not on this kernel or file system: {received}")
    if way in OWNERS_ONLY and os.geteuid() != 0:
        pytest.skip("only who owns the packages can do so")
    assert received == [0, 1]


@pytest.mark.parametrize("way", WAYS)
def test_at_strict_nothing_is_carried(numpy_server: WarmServer, way: str) -> None:
    zero, one = both(way, numpy_server.handle, numpy_server.handle)
    assert zero == one


@pytest.mark.parametrize("way", [way for way in WAYS if way != "dnotify"])
def test_a_walled_box_hears_nothing_of_one_that_may_do_anything(
    unwalled: WarmServer, numpy_server: WarmServer, way: str
) -> None:
    """Both halves are closed: that the sender is refused is not what keeps the receiver ignorant."""
    zero, one = both(way, unwalled.handle, numpy_server.handle)
    assert zero == one and type(one) is str, "the name of an errno"


@pytest.fixture(scope="module")
def at_container() -> dict[str, list[object]]:
    """By an ordinary user for whom namespaces are forbidden."""
    command = [sys.executable, "-m", "tests.sandbox.ordinary", "--no-namespaces", sys.executable]
    with their_folder() as temporary:
        environment = {**os.environ, "TMPDIR": str(temporary)}
        done = subprocess.run(
            [*command, "-m", "tests.sandbox.carrying", "container"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("way", WAYS)
def test_at_container_nothing_is_carried(at_container: dict[str, list[object]], way: str) -> None:
    zero, one = at_container[way]
    assert zero == one


# --- the crimes of the corpus that try the same, and more -----------------------------------------------------------

CRIMES = (
    "ask_a_socket_for_a_process", "call_what_no_kernel_has_yet", "carry_bits_in_the_page_cache",
    "leave_locks_on_shared_files", "read_the_machines_counters", "wake_a_neighbour_through_a_file",
)  # fmt: skip


@pytest.mark.parametrize("crime", CRIMES)
@pytest.mark.parametrize("walled", [False, True])
def test_a_crime_succeeds_where_there_is_no_wall_and_there_only(
    unwalled: WarmServer, numpy_server: WarmServer, crime: str, walled: bool
) -> None:
    program = "import numpy as np\n" + (ROOT / "tests" / "attacks" / f"{crime}.py").read_text()
    handle = numpy_server.handle if walled else unwalled.handle
    with Box(handle, Limits(call_seconds=20)) as box:
        box.load(program, "gate_math.py")
        if walled:
            assert box.call("sigmoid", [0.0]).value is None
            return
        with pytest.raises(Fault) as caught:
            box.call("sigmoid", [0.0])
    assert caught.value.facts["message"].startswith(("CARRIED: ", "ESCAPED: "))
