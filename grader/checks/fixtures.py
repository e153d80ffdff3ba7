"""The fixtures of a lesson's checks. Each asks the plugin of the run that it is in, `grader.checks.plugin`."""

from __future__ import annotations

import zlib
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from grader.checks.student import Student
from grader.course import datasets

SUITE: pytest.StashKey[Any] = pytest.StashKey()  # where the plugin leaves itself; its `recorder` is that of the run


def _run(request: pytest.FixtureRequest) -> Any:
    return request.config.stash[SUITE].recorder


@pytest.fixture(scope="session")
def student(request: pytest.FixtureRequest) -> Student:
    """The proxy of the submission's program."""
    return Student(_run(request).session)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers of this check's own, from the verdict's seed."""
    return np.random.default_rng([_run(request).session.seed, zlib.crc32(request.node.name.encode())])


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """The verdict's seed, for fixtures of a wider scope than `rng` has."""
    return _run(request).session.seed


@pytest.fixture(scope="session")
def dataset(request: pytest.FixtureRequest) -> datasets.Dataset:
    """MNIST, or the embedded digits; the verdict names it."""
    loaded = datasets.load()
    _run(request).checked.dataset = loaded.name
    return loaded


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> str | None:
    """The runtime's backend in the sandbox, as its server was started: no claim. None if it has none."""
    chosen: str | None = _run(request).session.box.handle.backend
    return chosen


@pytest.fixture(scope="session")
def profile(request: pytest.FixtureRequest) -> MappingProxyType[str, Any]:
    """The lesson's ``[profiles.NAME]`` of this run."""
    return MappingProxyType(_run(request).profile)


@pytest.fixture(scope="session")
def example(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The lesson's ``examples.json``."""
    return _run(request).lesson.examples


__all__ = ["backend", "dataset", "example", "profile", "rng", "seed", "student"]
