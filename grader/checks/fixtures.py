"""The fixtures of a lesson's checks. Each asks the run that is under way.

None takes pytest's `request`: pytest makes one anew for every use, which takes as long as a small check.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from grader.checks.results import Recorder
from grader.checks.student import Student
from grader.course import datasets

_running: ContextVar[Recorder] = ContextVar("the run that is under way")


@contextmanager
def running(recorder: Recorder) -> Iterator[None]:
    """In the block, the fixtures are those of this run."""
    token = _running.set(recorder)
    try:
        yield
    finally:
        _running.reset(token)


@pytest.fixture(scope="session")
def student() -> Student:
    """The proxy of the submission's program."""
    return Student(_running.get().session)


@pytest.fixture
def rng() -> np.random.Generator:
    """Random numbers of this check's own, from the verdict's seed."""
    run = _running.get()
    return np.random.default_rng([run.session.seed, zlib.crc32(run.check.encode())])


@pytest.fixture(scope="session")
def seed() -> int:
    """The verdict's seed, for fixtures of a wider scope than `rng` has."""
    return _running.get().session.seed


@pytest.fixture(scope="session")
def dataset() -> datasets.Dataset:
    """MNIST, or the embedded digits; the verdict names it."""
    loaded = datasets.load()
    _running.get().checked.dataset = loaded.name
    return loaded


@pytest.fixture(scope="session")
def backend() -> str | None:
    """The runtime's backend in the sandbox, as its server was started: no claim. None if it has none."""
    return _running.get().session.box.handle.backend


@pytest.fixture(scope="session")
def profile() -> MappingProxyType[str, Any]:
    """The lesson's ``[profiles.NAME]`` of this run."""
    return MappingProxyType(_running.get().profile)


@pytest.fixture(scope="session")
def example() -> dict[str, Any]:
    """The lesson's ``examples.json``."""
    return _running.get().lesson.examples


__all__ = ["backend", "dataset", "example", "profile", "rng", "seed", "student"]
