"""docs/course.md, and what was measured in docs/calibration.md, written from what the lessons' folders hold. `--check`
only says whether they are up to date.

python scripts/course_page.py
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.course.exceptions import COMMON, EXCEPTIONS_FILE, tables  # noqa: E402
from grader.course.lesson import Lesson, discover  # noqa: E402
from grader.course.misconceptions import diagnose  # noqa: E402
from grader.grading.judge import max_score  # noqa: E402
from grader.proving.records import kill_rate, read_record, staleness  # noqa: E402
from grader.proving.verify import Declared  # noqa: E402
from grader.source.regions import find_regions  # noqa: E402

PAGE, CALIBRATION = ROOT / "docs" / "course.md", ROOT / "docs" / "calibration.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of what was measured -->\n"

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


def exceptions(lesson: Lesson) -> set[str]:
    """The ids that an exception can be told in this lesson."""
    return {name.partition(" ")[0] for path in (COMMON, lesson.public / EXCEPTIONS_FILE) for name in tables(path)}


def calibrated(lesson: Lesson) -> dict[str, Any]:
    """``calibration.json``; {} if there is none."""
    assert lesson.private is not None
    path = lesson.private / "calibration.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@functools.cache
def stale(lesson: Lesson) -> str | None:
    """Why the lesson's record of mutants says nothing any more; all mutants are made to know it."""
    record = read_record(lesson)
    return staleness(lesson, record) if record else None


def overview(lessons: list[Lesson]) -> Iterator[str]:
    yield "| lesson | runtime | points | right answers | wrong answers | misconceptions | exceptions | mutants killed |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    named: set[str] = set()
    raised: set[str] = set()
    for lesson in lessons:
        ids = set(misconceptions(lesson))
        seen = ids & exceptions(lesson)
        named |= {diagnose(name, lesson.public).text.en for name in ids - seen}
        raised |= {diagnose(name, lesson.public).text.en for name in seen}
        answers = (len(lesson.right_paths), len(lesson.wrong_paths))
        counts = (f"{max_score(lesson):g}", *answers, len(ids - seen), len(seen))
        record = read_record(lesson)
        rate = kill_rate(record).replace(" killed", "") + (", stale" if stale(lesson) else "")
        cells = (f"[{lesson.id}](#{lesson.id})", lesson.runtime, *counts, rate)
        yield "| " + " | ".join(map(str, cells)) + " |"
    yield ""
    yield (
        f"{len(named)} misconceptions and {len(raised)} mistakes told from an exception, each triggered by at least "
        "one of the wrong answers, none by a right one."
    )


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
    ids = misconceptions(lesson)
    raised = exceptions(lesson).intersection(ids)
    for head, names in (("Misconceptions that are named:", set(ids) - raised), ("Told from an exception:", raised)):
        if names:
            yield head
            yield ""
            yield from (f"- `{name}`: {diagnose(name, lesson.public).text.en}" for name in sorted(names))
            yield ""
    yield from mutants(lesson)
    yield from calibration(calibrated(lesson))


def mutants(lesson: Lesson) -> Iterator[str]:
    if record := read_record(lesson):
        versions = ", ".join(f"{name} {version}" for name, version in record.versions.items())
        yield f"Mutants: {kill_rate(record)}, {record.equivalent} equivalent; {record.date}, {versions}."
        if why := stale(lesson):
            said, _, command = why.rpartition(": ")
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


def measured(lessons: list[Lesson]) -> Iterator[str]:
    """One table for each measure of each record: what every right and wrong answer reached, and who is rejected."""
    for lesson in lessons:
        for name, one in calibrated(lesson).get("records", {}).items():
            for measure, values in one["measures"].items():
                sign = "≥" if values["better"] == "higher" else "≤"
                what = f"{measure} {sign} {values['limit']:g}"
                yield f"**{lesson.id}, {name}: {what}** ({one['device']}, {one['cores']} cores, {one['date']})"
                yield ""
                yield "| answer | seeds | mean | sd | least | most |"
                yield "| --- | ---: | ---: | ---: | ---: | ---: |"
                yield from _answers(values)
                yield ""
                yield from _rejects(values.get("false_rejects"))


def _answers(values: dict[str, Any]) -> Iterator[str]:
    answers = {"reference": values["right"]}
    answers |= {f"right/{name}": spread for name, spread in sorted(values.get("styles", {}).items())}
    answers |= {f"wrong/{name}": spread for name, spread in values["wrong"].items()}
    for name, spread in answers.items():
        numbers = (spread["mean"], spread["sd"], min(spread["values"]), max(spread["values"]))
        cells = " | ".join(f"{number:.3f}" for number in numbers)
        yield f"| {name} | {spread['n']} | {cells} |"


def _rejects(found: dict[str, Any] | None) -> Iterator[str]:
    if found:  # older records do not say
        yield (
            f"Of {found['trainings']} right trainings {found['missed']} missed it. To be expected: {found['rate']:.1g} "
            f"of them, of the worst, `{found['worst']}`, {found['worst_rate']:.1g} (pooled sd {found['sd']:.3f})."
        )
        yield ""


def calibration_page(lessons: list[Lesson], old: str) -> str:
    """The whole of docs/calibration.md: what was measured is written anew."""
    before, rest = old.split(BEGIN)
    return before + BEGIN + "\n" + "\n".join(measured(lessons)) + "\n" + END + rest.split(END)[1]


def main() -> int:
    lessons = discover(ROOT)
    pages = {PAGE: page(lessons), CALIBRATION: calibration_page(lessons, CALIBRATION.read_text(encoding="utf-8"))}
    old = [path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in old:
        if "--check" in sys.argv[1:]:
            print(f"docs/{path.name} is stale: python scripts/course_page.py")
        else:
            path.write_text(pages[path], encoding="utf-8")
    return 1 if old and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
