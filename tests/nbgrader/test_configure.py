"""The one line in nbgrader_config.py."""

from __future__ import annotations

import pytest

pytest.importorskip("nbgrader")

from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, SaveAutoGrades
from traitlets.config import Config

from grader.nbgrader import configure
from grader.nbgrader.execute import SafeExecute


def test_no_kernel_is_left() -> None:
    c = Config()
    configure(c)
    default = Autograde.class_traits()["autograde_preprocessors"].default()
    assert Execute in default, "nbgrader's own list"
    chosen = c.Autograde.autograde_preprocessors
    assert chosen[0] is SafeExecute and Execute not in chosen
    assert not any(isinstance(one, type) and issubclass(one, Execute) for one in chosen)


@pytest.mark.parametrize("name", ["nbgrader.preprocessors.Execute", "nbgrader.preprocessors.execute.Execute", Execute])
def test_a_list_of_the_instructors_own_is_kept(name: object) -> None:
    c = Config()
    c.Autograde.autograde_preprocessors = ["my.Own", name, SaveAutoGrades]
    configure(c)
    chosen = c.Autograde.autograde_preprocessors
    assert chosen[:3] == ["my.Own", SafeExecute, SaveAutoGrades]


def test_a_list_that_executes_nothing_executes_safely() -> None:
    """A grade cell without output would get full marks."""
    c = Config()
    c.Autograde.autograde_preprocessors = [SaveAutoGrades]
    configure(c)
    configure(c)
    assert c.Autograde.autograde_preprocessors[:2] == [SafeExecute, SaveAutoGrades]
    assert c.Autograde.autograde_preprocessors.count(SafeExecute) == 1
