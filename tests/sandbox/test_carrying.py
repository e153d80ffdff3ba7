"""What one box leaves for another, after it or beside it: nothing. Each way does carry a bit where there is no wall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    """A positive control: the thief below can steal."""
    received = both(way, unwalled.handle, unwalled.handle)
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
