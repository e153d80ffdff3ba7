"""The instructor's page of the class."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.formats import Results
from grader.reports.html import report_html

FILE = "report.html"


def write(results: Results) -> Iterator[str]:
    """The page, which opens in the results' language."""
    return report_html(results.verdicts, results.titles, results.lang, results.members)
