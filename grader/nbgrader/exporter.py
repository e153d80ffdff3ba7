"""What reads notebooks for `nbgrader autograde`: a submission is opened once, and read in a limited process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry

from grader.grading.opening import HandedIn, read_file
from grader.messages.text import Text
from grader.nbgrader.reading import assembled, cells_of, wanted_cells

# Among the resources of a conversion: the file as it was handed in, what had to be put right in it, and its verdict.
HANDED_IN, NOTICES, VERDICT = "gatehouse_handed_in", "gatehouse_notices", "gatehouse_verdict"
READABLE = "gatehouse_readable"  # whether there are cells in it


class SafeExporter(NotebookExporter):
    """The exporter of `Autograde`, which converts each notebook twice: the submitted file, and what it has made of it.

    Preprocessors of the second find the file's bytes in ``resources[HANDED_IN]``. Whatever fails, on any way, leaves no
    score behind that was given before.
    """

    parent: Any  # the converter
    _handed_in: HandedIn | None = None
    _notices: tuple[Text, ...] = ()
    _readable = False

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """As nbconvert has it. Raises what a preprocessor raises."""
        self.optimistic_validation = bool(self._preprocessors)  # behind all of them, and not behind each
        try:
            if self.parent._sanitizing:
                return self._submitted(Path(filename), resources, **kw)
            resources[HANDED_IN], resources[NOTICES] = self._handed_in, self._notices
            resources[READABLE] = self._readable
            return super().from_filename(filename, resources=resources, **kw)
        except Exception:
            withdraw(self.parent.coursedir, resources)
            raise

    def _submitted(self, path: Path, resources: Any, **kw: Any) -> tuple[Any, Any]:
        coursedir, asked = self.parent.coursedir, resources["nbgrader"]
        root = os.path.normpath(coursedir.format_path(coursedir.submitted_directory, ".", "."))
        self._handed_in, self._notices = read_file(path, Path(root)), ()
        own = coursedir.format_path(coursedir.source_directory, ".", asked["assignment"])
        with Gradebook(asked["db_url"]) as gradebook:
            wanted = wanted_cells(
                gradebook, asked["assignment"], asked["notebook"], Path(own, f"{asked['notebook']}.ipynb")
            )
        data = self._handed_in.data
        cells = None if data is None else cells_of(data)
        self._readable = cells is not None
        book, told = assembled(cells or [], wanted)
        if cells is not None:  # of a file that cannot be read, the verdict says so
            self._notices = tuple(told)
        for text in self._notices:
            self.log.warning("%s: %s", asked["student"], text.en)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(book, resources, **kw)


def withdraw(coursedir: Any, resources: Any) -> None:
    """Take away what this submission got before: nbgrader would go on showing an old score, and hand out its page.

    What a person has given stays.
    """
    asked = resources["nbgrader"]
    folder = coursedir.format_path(coursedir.feedback_directory, asked["student"], asked["assignment"])
    Path(folder, f"{asked['notebook']}.html").unlink(missing_ok=True)
    with Gradebook(asked["db_url"]) as gradebook:
        try:
            submission = gradebook.find_submission_notebook(asked["notebook"], asked["assignment"], asked["student"])
        except MissingEntry:
            return
        for grade in submission.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        gradebook.db.commit()


__all__ = ["HANDED_IN", "NOTICES", "READABLE", "VERDICT", "SafeExporter", "withdraw"]
