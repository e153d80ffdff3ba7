"""The stub put back, for a region or the whole lesson, and an earlier answer put back; what was there is kept."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from grader.course.lesson import Lesson
from grader.jupyter.places import Refused, data_of
from grader.jupyter.workspace import notebook
from grader.messages.sentences import say
from grader.source.regions import MarkerError, find_regions, split_lines
from grader.verdict import write_atomically

EARLIER = "earlier"  # the folder beside a notebook that has what stood in its place


def reset_lesson(lesson: Lesson, path: Path, lang: str) -> Path:
    """Write the lesson's stub over the file at `path`; where its copy lies. Raises Refused, OSError, LessonError."""
    text = notebook(lesson, lang) if path.suffix.lower() == ".ipynb" else lesson.stub
    return replaced(path, text.encode())


def reset_region(lesson: Lesson, path: Path, name: str) -> Path:
    """Put the stub's lines back between the markers of one region; where the file's copy lies. Raises as above."""
    stub = next((region.lines for region in find_regions(lesson.stub) if region.name == name), None)
    if stub is None:
        raise Refused(say("this lesson has no region {name}", name=name), 404)
    text = data_of(path).decode("utf-8", "replace")
    if path.suffix.lower() != ".ipynb":
        fresh = _with(text, name, stub)
    else:
        fresh = _with_in_cells(text, name, stub)
    if fresh is None:
        raise Refused(
            say(
                "the markers of {name} are not both there, so it is not clear where it begins and ends; reset the "
                "whole lesson: a copy of your file is kept",
                name=name,
            )
        )
    return replaced(path, fresh.encode())


def replaced(path: Path, data: bytes) -> Path:
    """Write `data` to `path`; where a copy of what was there lies. Raises Refused, OSError."""
    before = data_of(path)
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    kept = path.parent / EARLIER / f"{path.stem}-{stamp}{path.suffix}"
    number = 1
    while kept.exists():
        number += 1
        kept = kept.with_name(f"{path.stem}-{stamp}-{number}{path.suffix}")
    if (path.parent / EARLIER).is_symlink():
        raise Refused(say("the folder {folder} is a link; move it away, and try again", folder=EARLIER))
    write_atomically(kept, before)
    write_atomically(path, data)
    return kept


def _with(text: str, name: str, stub: tuple[str, ...]) -> str | None:
    """`text` with these lines in the region; None if there is no such region, or its markers are broken."""
    try:
        region = next((one for one in find_regions(text) if one.name == name), None)
    except MarkerError:
        return None
    if region is None:
        return None
    lines = split_lines(text)
    return "\n".join([*lines[: region.begin], *stub, *lines[region.end - 1 :]])


def _with_in_cells(text: str, name: str, stub: tuple[str, ...]) -> str | None:
    try:
        book: Any = json.loads(text)
        cells = [cell for cell in book["cells"] if cell.get("cell_type") == "code"]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    for cell in cells:
        source = cell.get("source", "")
        fresh = _with("".join(map(str, source)) if isinstance(source, list) else str(source), name, stub)
        if fresh is not None:
            cell["source"] = fresh
            return json.dumps(book, ensure_ascii=False, indent=1) + "\n"
    return None


__all__ = ["EARLIER", "replaced", "reset_lesson", "reset_region"]
