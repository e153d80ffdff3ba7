"""The reports of a class: written as they come, and of each verdict hardly anything is kept."""

from __future__ import annotations

import tracemalloc
import weakref
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from grader.reports.console import class_table
from grader.reports.formats import Results
from grader.reports.gradebook import MOST_CURVES
from grader.reports.publish import publish
from grader.verdict import CurvePoint, Text, Verdict
from tests.reports.sample import TITLES, sample_class, verdict

MEGABYTE = 1 << 20
MNIST = "07-stacked-dropout-mnist"


class OnDisk:
    """Verdicts that are read anew each time that they are gone through, one at a time; counts those that are alive."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths, self.most = paths, 0
        self._read: list[weakref.ref[Verdict]] = []

    def __iter__(self) -> Iterator[Verdict]:
        for path in self.paths:
            one = Verdict.read(path)
            self._read.append(weakref.ref(one))
            self.most = max(self.most, sum(ref() is not None for ref in self._read))
            yield one
            del one


def published(verdicts: Iterable[Verdict], out: Path, lang: str) -> dict[str, Path]:
    paths, problems = publish(Results(verdicts, TITLES, lang, (), {}), out)
    assert not problems
    return paths


def large(student: str) -> Verdict:
    """A verdict of nearly a megabyte, all of it text that a page could show."""
    one = verdict(student, MNIST, {0: "timeout", 1: "crashed", 2: "raised", 3: ("failed", "dropout-always")})
    long = Text(zh="错" * 4_000, en="w" * 4_000)
    checks = [
        check.model_copy(update={"output": "o" * 20_000, "details": "d" * 20_000, "traceback": "t" * 20_000,
                                 "message": long, "note": long})
        for check in one.checks
    ]  # fmt: skip
    curve = [CurvePoint(step=step, loss=1 / (step + 1), accuracy=0.123456789) for step in range(5_000)]
    notices = [one.notices[0].model_copy(update={"text": long})] * 8 if one.notices else []
    return Verdict.model_validate(one.model_copy(update={"checks": checks, "curve": curve, "notices": notices}))


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sixteen verdicts, 13 MB of them."""
    folder, text = tmp_path_factory.mktemp("verdicts"), large("STUDENT").model_dump_json(indent=2)
    assert 700_000 < len(text.encode()) <= 1_000_000
    paths = [folder / f"{number:02}.json" for number in range(16)]
    for path in paths:
        path.write_text(text.replace("STUDENT", f"student-{path.stem}"), encoding="utf-8")
    return paths


@pytest.mark.parametrize("report", ["files", "console"])
def test_memory_does_not_grow_with_the_verdicts(on_disk: list[Path], tmp_path: Path, report: str) -> None:
    def peak(paths: list[Path]) -> tuple[int, int]:
        verdicts = OnDisk(paths)
        tracemalloc.start()
        if report == "files":
            published(verdicts, tmp_path, "en")
        else:
            class_table(verdicts, TITLES, "en")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most, verdicts.most

    peak(on_disk[:1])  # templates are compiled, modules imported
    few, _ = peak(on_disk[:2])
    many, alive = peak(on_disk)
    assert alive <= 2, "the one that is looked at, and the one that is read"
    assert many - few < 2 * MEGABYTE, "of thirteen"


def test_each_verdict_is_read_once(on_disk: list[Path], tmp_path: Path) -> None:
    verdicts, told = OnDisk(on_disk), []
    problems = publish(Results(verdicts, TITLES, "en", (), {}), tmp_path, on_verdict=told.append)[1]
    assert not problems and len(verdicts._read) == len(on_disk) == len(told)


def test_the_files_of_a_large_class_are_whole(on_disk: list[Path], tmp_path: Path) -> None:
    paths = published(OnDisk(on_disk), tmp_path, "en")
    assert len(ElementTree.parse(paths["junit"]).getroot()) == 16
    assert len(paths["csv"].read_text(encoding="utf-8-sig").splitlines()) == 17
    page = paths["html"].read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>") and all(f"student-{number:02}/" in page for number in range(16))
    assert len(page) < 3 * MEGABYTE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changes.csv", "grades.csv", "junit.xml", "report.html"]


def test_a_list_is_fine_and_an_iterator_is_refused(tmp_path: Path) -> None:
    published(sample_class(), tmp_path, "zh")
    with pytest.raises(TypeError, match="once only"):
        published(iter(sample_class()), tmp_path, "zh")


def test_curves_that_are_not_drawn_are_counted(tmp_path: Path) -> None:
    trained = verdict("a", MNIST)
    many = [trained.model_copy(update={"student": f"s{number:03}"}) for number in range(MOST_CURVES + 7)]
    page = published(many, tmp_path, "en")["html"].read_text(encoding="utf-8")
    assert page.count("<polyline") == MOST_CURVES and "7 more curves are not drawn" in page


def test_public_checks_only_is_said_by_every_page_and_row(tmp_path: Path) -> None:
    one, other = verdict("ada", MNIST), verdict("bob", MNIST)
    environment = one.environment.model_copy(update={"public_only": True})
    one = one.model_copy(update={"environment": environment})
    paths = published([one, other], tmp_path, "en")
    rows = [row.split(",") for row in paths["csv"].read_text(encoding="utf-8-sig").splitlines()]
    assert [row[rows[0].index("public_only")] for row in rows] == ["public_only", "yes", "no"]
    suites = ElementTree.parse(paths["junit"]).getroot()
    told = [suite.find("properties/property[@name='public_only']") for suite in suites]
    assert [each.get("value") for each in told if each is not None] == ["true", "false"]
    page = paths["html"].read_text(encoding="utf-8")
    assert page.count("public checks only</span>") == page.count("仅公开检查</span>") == 1
    assert "Judged by public checks only, and by no hidden ones: 1." in page
    table = class_table([one, other], TITLES, "en")
    assert [str(cell).endswith("(public checks only)") for cell in table.columns[1].cells] == [True, False]
