"""The warm servers of a machine: begun early, waited for later, and none that outlives who began it."""

from __future__ import annotations

import time

import pytest

from grader.grading.servers import Servers
from grader.sandbox.box import Box
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits


def test_a_server_that_was_begun_is_the_one_that_is_got() -> None:
    with Servers("process") as servers:
        servers.begin("numpy")
        begun = servers._begun["numpy"]
        handle = servers.get("numpy")
        assert handle is begun.handle and servers.get("numpy") is handle and not servers._begun
        with Box(handle, Limits()) as box:
            box.load("def two():\n    return 2", "p.py")
            assert box.call("two").value == 2


def test_one_that_is_never_waited_for_ends_at_once() -> None:
    with Servers("process") as servers:
        servers.begin("numpy")
        process = servers._begun["numpy"]._process
        assert process is not None and process.poll() is None
        began = time.monotonic()
    assert process.poll() is not None and time.monotonic() - began < 5
    assert not servers._begun


def test_what_fails_is_told_to_whoever_waits() -> None:
    with Servers("process") as servers:
        servers.begin("cobol")
        with pytest.raises(SandboxError, match="no runtime 'cobol' is installed"):
            servers.get("cobol")
    with Servers("strict", "process") as servers:
        servers.begin("numpy")
        with pytest.raises(SandboxError, match="does not offer the sandbox level 'strict'"):
            servers.get("numpy")
