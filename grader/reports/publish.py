"""Write the reports of a whole class beside its verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.reports.changes import Change, changes_csv
from grader.reports.grades_csv import grades_csv
from grader.reports.html import report_html
from grader.reports.junit import junit_xml
from grader.verdict import Text, Verdict, write_atomically


def publish(
    verdicts: Iterable[Verdict], titles: Mapping[str, Text], out: Path, lang: str, changes: Iterable[Change] = ()
) -> dict[str, Path]:
    """Write ``report.html``, ``grades.csv``, ``junit.xml`` and ``changes.csv`` into `out`; returns their paths.
    Raises OSError.

    `verdicts` is gone through several times, so it must be no iterator; each verdict may be read from the disk when its
    turn comes, for none is kept.
    """
    if iter(verdicts) is verdicts:
        raise TypeError("an iterator can be gone through once only: give a list, or what reads the verdicts each time")
    names = {"report": "report.html", "grades": "grades.csv", "junit": "junit.xml", "changes": "changes.csv"}
    paths = {key: out / name for key, name in names.items()}
    write_atomically(paths["report"], report_html(verdicts, titles, lang))
    write_atomically(paths["grades"], grades_csv(verdicts))
    write_atomically(paths["junit"], junit_xml(verdicts))
    write_atomically(paths["changes"], changes_csv(changes, lang))
    return paths
