"""docs/course.md, written from what the lessons' folders hold. `--check` only says whether the page is up to date.

python scripts/course_page.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.course.lesson import Lesson, discover  # noqa: E402
from grader.course.misconceptions import diagnose  # noqa: E402
from grader.grading.judge import max_score  # noqa: E402
from grader.proving.records import kill_rate, read_record, staleness  # noqa: E402
from grader.proving.verify import Declared  # noqa: E402
from grader.source.regions import find_regions  # noqa: E402

PAGE = ROOT / "docs" / "course.md"

HEAD = """# The course

What each lesson teaches and where that comes from, which misconceptions its grader names, how many small changes to its
reference the grader notices (`grader verify --mutants`), and where its thresholds come from (`grader calibrate`, see
[calibration.md](calibration.md)). `python scripts/course_page.py` writes this page from the lessons' folders.

A record of mutants is *stale* when the grader's judging version (`grader/grading/judging.py`), or anything that the
lesson judges with, has changed since: what it counts was judged with other checks. That is no error while somebody
works on a lesson, and is one when a version is tagged (`grader verify --release`). Each push judges a random sample
afresh.
"""


def misconceptions(lesson: Lesson) -> list[str]:
    """The ids that the lesson's known wrong answers must be told, and `grader verify` sees that they are."""
    return sorted({name for path in lesson.wrong_paths for name in Declared.parse(path).diagnoses})


def calibrated(lesson: Lesson) -> dict[str, Any]:
    """``calibration.json``; {} if there is none."""
    assert lesson.private is not None
    path = lesson.private / "calibration.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def overview(lessons: list[Lesson]) -> Iterator[str]:
    yield "| lesson | runtime | points | right answers | wrong answers | misconceptions | mutants killed |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    named: set[str] = set()
    for lesson in lessons:
        ids = misconceptions(lesson)
        named |= {diagnose(name, lesson.public).text.en for name in ids}
        counts = (f"{max_score(lesson):g}", len(lesson.right_paths), len(lesson.wrong_paths), len(ids))
        record = read_record(lesson)
        rate = kill_rate(record).replace(" killed", "") + (", stale" if record and staleness(lesson, record) else "")
        cells = (f"[{lesson.id}](#{lesson.id})", lesson.runtime, *counts, rate)
        yield "| " + " | ".join(map(str, cells)) + " |"
    yield ""
    yield f"{len(named)} misconceptions, each triggered by at least one of the wrong answers, none by a right one."


def section(lesson: Lesson) -> Iterator[str]:
    yield f"## {lesson.id}"
    yield ""
    yield f"**{lesson.title.en}** · {lesson.title.zh}"
    yield ""
    yield lesson.summary.en
    names = ", ".join(f"`{region.name}`" for region in find_regions(lesson.stub) if region.name)
    if names:
        yield f"To write: {names}."
    yield ""
    yield "Literature:"
    yield ""
    yield from (f"- {source}" for source in lesson.sources)
    yield ""
    yield "Misconceptions that are named:"
    yield ""
    for name in misconceptions(lesson):
        yield f"- `{name}`: {diagnose(name, lesson.public).text.en}"
    yield ""
    yield from mutants(lesson)
    yield from calibration(calibrated(lesson))


def mutants(lesson: Lesson) -> Iterator[str]:
    if record := read_record(lesson):
        versions = ", ".join(f"{name} {version}" for name, version in record.versions.items())
        yield f"Mutants: {kill_rate(record)}, {record.equivalent} equivalent; {record.date}, {versions}."
        if stale := staleness(lesson, record):
            said, _, command = stale.rpartition(": ")
            yield f"This record is {said}: `{command}`."
        yield ""


def calibration(found: dict[str, Any]) -> Iterator[str]:
    if not found.get("records"):
        return
    yield "| profile, data | measure | right answers: mean (sd, runs) | best wrong answer | threshold | device, date |"
    yield "| --- | --- | --- | --- | ---: | --- |"
    for name, one in found["records"].items():
        for measure, values in one["measures"].items():
            right = values["right"]
            higher = values["better"] == "higher"
            wrong = [value for known in values["wrong"].values() for value in known["values"]]
            best = f"{(max if higher else min)(wrong):.3f}" if wrong else "-"
            spread = f"{right['mean']:.3f} ({right['sd']:.3f}, {right['n']})"
            sign = "≥" if higher else "≤"
            where = f"{one['device']}, {one['date']}"
            yield f"| {name} | {measure} | {spread} | {best} | {sign} {values['limit']:g} | {where} |"
    yield ""


def page(lessons: list[Lesson]) -> str:
    """The whole of docs/course.md."""
    lines = [HEAD, *overview(lessons), ""]
    for lesson in lessons:
        lines += section(lesson)
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> int:
    text = page(discover(ROOT))
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        print("docs/course.md is up to date" if current else "docs/course.md is stale: python scripts/course_page.py")
        return 0 if current else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
