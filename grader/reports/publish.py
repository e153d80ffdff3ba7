"""Write the reports of a whole class beside its verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.reports import formats
from grader.reports.changes import Change, changes_csv
from grader.reports.formats import Results, Unwritable
from grader.verdict import write_atomically


def publish(
    results: Results, out: Path, also: Sequence[str] = (), changes: Iterable[Change] = ()
) -> tuple[dict[str, Path], list[str]]:
    """Write ``report.html``, ``grades.csv``, ``junit.xml``, what `also` names, and ``changes.csv`` into `out`.

    Returns their paths by format, and a sentence for each that could not be written, of which no file of an earlier run
    is left. Raises OSError. Verdicts are gone through several times, so they must be no iterator; each may be read from
    the disk when its turn comes, for none is kept.
    """
    if iter(results.verdicts) is results.verdicts:
        raise TypeError("an iterator can be gone through once only: give a list, or what reads the verdicts each time")
    paths, problems = {"changes": out / "changes.csv"}, []
    for name in dict.fromkeys((*formats.ALWAYS, *also)):
        written = formats.find(name)
        path = out / written.FILE
        try:
            write_atomically(path, written.write(results))
            paths[name] = path
        except Unwritable as error:
            path.unlink(missing_ok=True)
            problems.append(str(error))
    write_atomically(paths["changes"], changes_csv(changes, results.lang))
    return paths, problems
