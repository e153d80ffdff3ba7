"""Inside nbgrader: with one line in ``nbgrader_config.py``, no student's code runs in the instructor's kernel.

import grader.nbgrader
grader.nbgrader.configure(c)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from grader.extras import before_nbformat, needed

before_nbformat()  # every module of this room imports it

_EXECUTE = ("Execute", "nbgrader.preprocessors.Execute", "nbgrader.preprocessors.execute.Execute")
_SAVE = ("SaveAutoGrades", "nbgrader.preprocessors.SaveAutoGrades",
         "nbgrader.preprocessors.saveautogrades.SaveAutoGrades")  # fmt: skip
_CLEAR = ("ClearSolutions", "nbgrader.preprocessors.ClearSolutions",
          "nbgrader.preprocessors.clearsolutions.ClearSolutions")  # fmt: skip


def configure(c: Any) -> None:
    """Make `nbgrader autograde` safe: `c` is the config object of ``nbgrader_config.py``.

    Call it last, so that lists of preprocessors set there are kept but for what is replaced. Raises MissingExtraError
    without nbgrader.
    """
    needed("nbgrader", "nbgrader", "grading inside nbgrader")
    _let_nbgrader_find_alembic()
    from nbgrader.converters import Autograde, GenerateAssignment

    from grader.nbgrader.assignment import ClearRegions
    from grader.nbgrader.comments import SaveDiagnoses
    from grader.nbgrader.execute import SafeExecute
    from grader.nbgrader.export import GatehouseExport
    from grader.nbgrader.exporter import SafeExporter
    from grader.nbgrader.pages import configure_pages

    grading = _replaced(_list(c.Autograde, Autograde, "autograde_preprocessors"), _EXECUTE, SafeExecute)
    if SafeExecute not in grading:  # a list without one leaves grade cells without output, which is full marks
        grading.insert(0, SafeExecute)
    c.Autograde.autograde_preprocessors = _with_behind(grading, _SAVE, SaveDiagnoses)
    c.Autograde.exporter_class = SafeExporter
    making = _list(c.GenerateAssignment, GenerateAssignment, "preprocessors")
    c.GenerateAssignment.preprocessors = _replaced(making, _CLEAR, ClearRegions)
    c.OverwriteCells.add_missing_cells = True
    c.ExportApp.plugin_class = GatehouseExport
    configure_pages(c)


def _let_nbgrader_find_alembic() -> None:
    """nbgrader starts it by its bare name, which is not found where no environment was activated."""
    beside, path = str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)
    if beside not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([path, beside])


def _list(section: Any, converter: Any, name: str) -> list[Any]:
    """What the config sets, else nbgrader's default."""
    chosen = section.get(name)
    return list(chosen) if isinstance(chosen, list | tuple) else list(converter.class_traits()[name].default())


def _replaced(preprocessors: list[Any], names: tuple[str, ...], by: type) -> list[Any]:
    return [by if _is(one, names) else one for one in preprocessors]


def _with_behind(preprocessors: list[Any], names: tuple[str, ...], another: type) -> list[Any]:
    """The list with `another` behind the one that is called so, if it is there."""
    others = [one for one in preprocessors if one is not another]
    return [each for one in others for each in ([one, another] if _is(one, names) else [one])]


def _is(preprocessor: Any, names: tuple[str, ...]) -> bool:
    if isinstance(preprocessor, str):
        return preprocessor in names
    return preprocessor.__name__ == names[0] and preprocessor.__module__.startswith("nbgrader.")


__all__ = ["configure"]
