"""The instructor's page of the class."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports import gradebook
from grader.reports.formats import Results, written
from grader.reports.html import report_of

FILE = "report.html"


def write(results: Results) -> Iterator[str]:
    """The page, which opens in the results' language."""
    return written(Reader(), results)


class Reader(gradebook.Reader):
    """The page in the making."""

    def pieces(self, results: Results) -> Iterator[str]:
        return report_of(self.gradebook(), results.titles, results.lang, results.members)
