"""The students' copy of a lesson of ours: regions are empty, as in the lesson's stub."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import ClearSolutions

from grader.nbgrader.execute import home_of
from grader.nbgrader.record import Record
from grader.nbgrader.release import without_solution_marks


class ClearRegions(ClearSolutions):
    """nbgrader's `ClearSolutions` for all notebooks but ours, which hold no solution."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """As nbgrader has it. Raises CourseError if our record cannot be read."""
        asked = resources["nbgrader"]
        record = Record.read(home_of(self))
        if record is None or not record.lesson_asked(asked["assignment"], asked["notebook"]):
            return super().preprocess(nb, resources)
        for cell in nb.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = without_solution_marks(cell.source)
        return nb, resources
