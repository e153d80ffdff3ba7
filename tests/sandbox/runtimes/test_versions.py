"""The versions that a verdict records are known without starting a server."""

from __future__ import annotations

import sys

import pytest

from grader.sandbox.runtimes import RuntimeUnavailable, find, installed_versions, names
from grader.sandbox.warm import WarmServer


@pytest.mark.parametrize("name", ["numpy", "keras", "tf1"])
def test_they_are_what_its_server_records(name: str, request: pytest.FixtureRequest) -> None:
    server: WarmServer = request.getfixturevalue(f"{name}_server")
    assert server.handle.versions == installed_versions(name)


def test_what_is_not_installed_has_no_version() -> None:
    assert "none-such" not in installed_versions("numpy") and installed_versions("numpy")["python"] in sys.version
    assert set(installed_versions("keras", "jax")) - {"jax"} == {"python", "numpy", "tensorflow", "keras"}


def test_an_unknown_runtime_is_refused_with_those_that_there_are() -> None:
    assert names()[:3] == ("numpy", "keras", "tf1")
    with pytest.raises(RuntimeUnavailable, match=r"no runtime 'cobol'.*there are: numpy, keras, tf1.*pip install"):
        find("cobol")
