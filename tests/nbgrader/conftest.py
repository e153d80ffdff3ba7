from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

import shutil

from tests.nbgrader.course import Course


@pytest.fixture(scope="session")
def _course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course.make(tmp_path_factory.mktemp("nbgrader"))


@pytest.fixture
def course(_course: Course, tmp_path: Path) -> Course:
    """A course of the toy lesson, released and generated, to do with as one likes."""
    for name in ("gatehouse", "nbgrader"):
        shutil.copytree(_course.home.parent / name, tmp_path / name)
    return Course(tmp_path / "gatehouse", tmp_path / "nbgrader")
