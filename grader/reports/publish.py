"""Write the reports of a whole class beside its verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from grader.reports import formats
from grader.reports.changes import Change, changes_csv
from grader.reports.formats import Results, Unwritable
from grader.verdict import Verdict, write_atomically


def publish(
    results: Results,
    out: Path,
    also: Sequence[str] = (),
    changes: Iterable[Change] = (),
    on_verdict: Callable[[Verdict], None] = lambda verdict: None,
) -> tuple[dict[str, Path], list[str]]:
    """Write ``report.html``, ``grades.csv``, ``junit.xml``, what `also` names, and ``changes.csv`` into `out`.

    Returns their paths by format, and a sentence for each that could not be written, of which no file of an earlier run
    is left. Raises OSError. Verdicts may be gone through several times, so they must be no iterator; each may be read
    from the disk when its turn comes, for none is kept. `on_verdict` is told of each once.
    """
    if iter(results.verdicts) is results.verdicts:
        raise TypeError("an iterator can be gone through once only: give a list, or what reads the verdicts each time")
    readers = {name: formats.reader(name) for name in formats.ALWAYS}
    for verdict in results.verdicts:
        on_verdict(verdict)
        for reader in readers.values():
            reader.add(verdict)
    paths, problems = {"changes": out / "changes.csv"}, []
    for name in dict.fromkeys((*formats.ALWAYS, *also)):
        written = formats.find(name)
        path = out / written.FILE
        try:
            write_atomically(path, readers[name].pieces(results) if name in readers else written.write(results))
            paths[name] = path
        except Unwritable as error:
            path.unlink(missing_ok=True)
            problems.append(str(error))
    write_atomically(paths["changes"], changes_csv(changes, results.lang))
    return paths, problems
