"""A submitted notebook is read in a limited process; ids, points and locked cells are the gradebook's."""

from __future__ import annotations

import ast
import json
import resource
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

import nbformat

from grader.grading import opening
from grader.grading.opening import read_file
from grader.nbgrader.limited import MAX_BYTES, MAX_CELLS, MAX_NOTEBOOK
from grader.nbgrader.reading import Read, Wanted, assembled, cells_of
from tests.attacks import files
from tests.attacks.corpus import Attack

ANSWER = Wanted("answer", "code", "stub", False, "1" * 32, True, False, None)
GRADE = Wanted("grade", "code", "%points x", True, "2" * 32, False, False, 2.0)
ESSAY = Wanted("essay", "markdown", "why?", False, "3" * 32, True, False, 1.0)
WANTED = [ANSWER, GRADE, ESSAY]


def book(*cells: tuple[str, str, Any]) -> bytes:
    made = [{"cell_type": kind, "source": source, "metadata": {"nbgrader": facts}} for kind, source, facts in cells]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


def test_only_texts_come_out() -> None:
    data = book(("code", "x = 1", {"grade_id": "answer", "points": 99}), ("markdown", "# hi", None))
    assert cells_of(data) == [Read("code", "x = 1", "answer"), Read("markdown", "# hi", None)]
    many = json.dumps({"cells": [{"cell_type": "heading", "source": ["a\n", "b"], "attachments": {"x": "y"}}]})
    assert cells_of(many.encode("utf-16")) == [Read("markdown", "a\nb", None)]
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": "x"}]}]}
    assert cells_of(json.dumps(old).encode()) == [Read("code", "x", None)]


def book_with(count: int, shown: str, source: str = "x") -> bytes:
    """A notebook that shows a lot."""
    output = {"output_type": "display_data", "data": {"image/png": shown}}
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [output]}
    return json.dumps({"cells": [cell] * count, "nbformat": 4}).encode()


def test_what_a_notebook_shows_counts_for_nothing() -> None:
    """As everywhere: 5 MB without its outputs, 30 MB with them."""
    assert MAX_BYTES == opening.MAX_BYTES and MAX_NOTEBOOK == opening.MAX_NOTEBOOK
    assert cells_of(book_with(2, "A" * 14_000_000)) == [Read("code", "x", None)] * 2
    pictures = {"a.png": {"image/png": "A" * 3_000_000}}
    text = {"cell_type": "markdown", "source": "why", "attachments": pictures}
    shown = json.loads(book_with(1, "A" * 7_000_000))["cells"]
    assert cells_of(json.dumps({"cells": [text, *shown]}).encode()) == [
        Read("markdown", "why", None, pictures), Read("code", "x", None),
    ]  # fmt: skip
    assert cells_of(json.dumps({"cells": [text, text, *shown]}).encode("utf-16")) == [
        Read("markdown", "why", None), Read("markdown", "why", None), Read("code", "x", None),
    ], "pictures in texts are left out where they are too large"  # fmt: skip


HOSTILE = {
    "no_json": b"<html>login</html>",
    "no_cells": b'{"cells": 3}',
    "nothing": b"",
    "nested": b"[" * 2_000_000,
    "too_large": b" " * (MAX_BYTES + 1),
    "too_large_with_outputs": book_with(2, "A" * (MAX_NOTEBOOK // 2)),
    "large_without_outputs": book_with(2, "A" * MAX_BYTES, "x" * MAX_BYTES),
    "outputs_without_end": b'{"cells": [], "outputs": [' * 500_000,
    "too_many_cells": json.dumps({"cells": [{"source": ""}] * (MAX_CELLS + 1)}).encode(),
    "source_of_numbers": b'{"cells": [{"cell_type": "code", "source": [1, 2]}]}',
    "a_list_for_a_cell": b'{"cells": [[]]}',
    "a_long_number": b'{"cells": [' + b"9" * 4_000_000 + b"]}",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_costs_a_moment(data: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert cells_of(data) is None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10


def test_memory_is_limited() -> None:
    wide = b'{"cells": [' + b",".join([b"{}"] * 1_600_000) + b"]}"
    assert cells_of(wide) is None


def test_half_a_character_and_odd_ids_are_made_harmless() -> None:
    data = book(("code", "x = '\ud800'", {"grade_id": "a" * 300}), ("code", "y", {"grade_id": ["answer"]}))
    assert cells_of(data) == [Read("code", "x = '?'", None), Read("code", "y", None)]


# --- put together -----------------------------------------------------------------------------------------------------


def told(cells: list[Read]) -> tuple[Any, list[str]]:
    made, texts = assembled(cells, WANTED)
    nbformat.validate(made)
    return made.cells, [text.en for text in texts]


def ids(cells: Any) -> list[str | None]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]


def test_a_whole_one_is_as_it_was_but_for_locked_cells() -> None:
    cells, texts = told(
        [Read("code", "mine", "answer"), Read("code", "cheat", "grade"), Read("markdown", "so", "essay")]
    )
    assert [cell.source for cell in cells] == ["mine", "%points x", "so"]
    assert cells[1].metadata.nbgrader == {
        "schema_version": 3, "grade_id": "grade", "grade": True, "locked": True, "solution": False, "task": False,
        "cell_type": "code", "points": 2.0, "checksum": "2" * 32,
    }  # fmt: skip
    assert (cells[2].metadata.nbgrader.grade, cells[2].metadata.nbgrader.points) == (True, 1.0)
    assert texts == []


def test_of_two_cells_with_one_id_the_first_is_meant() -> None:
    cells, texts = told(
        [Read("code", "one", "answer"), Read("code", "two", "answer"), Read("code", "", "grade"),
         Read("code", "", "grade"), Read("markdown", "", "essay")]
    )  # fmt: skip
    assert ids(cells) == ["answer", None, "grade", None, "essay"]
    assert texts == [
        "these cells are in your notebook more than once, and the first of each is the one that comments go to: "
        "answer, grade"
    ]


def test_what_is_missing_stands_where_it_stood() -> None:
    cells, texts = told([Read("markdown", "title", None), Read("markdown", "so", "essay")])
    assert ids(cells) == ["answer", "grade", None, "essay"]
    assert cells[0].source == "stub"
    assert texts == [
        "these cells of the assignment were missing in your notebook, and were put back as given: answer, grade"
    ]
    assert ids(told([])[0]) == ["answer", "grade", "essay"]


def test_a_cell_that_became_text_is_what_it_was() -> None:
    cells, _ = told([Read("markdown", "x = 1", "answer"), Read("raw", "", "grade"), Read("code", "so", "essay")])
    assert [cell.cell_type for cell in cells] == ["code", "code", "markdown"]


def test_an_invented_id_is_nothing_to_nbgrader() -> None:
    cells, _ = told([Read("code", "x", "bonus")])
    assert ids(cells) == ["answer", "grade", "essay", None]


def test_the_script_imports_nothing_of_ours() -> None:
    """It starts with -I -S for every file of a class."""
    source = (Path(__file__).parents[2] / "grader" / "nbgrader" / "limited.py").read_text()
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    names = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert names == {"__future__", "json", "resource", "sys", "typing", *(for_large := {"importlib.util", "pathlib"})}
    first = {one.name for node in tree.body if isinstance(node, ast.Import) for one in node.names}
    assert not first & for_large and not {str(getattr(node, "module", "")) for node in tree.body} & for_large


@pytest.mark.parametrize(
    "attack", [one for one in files.attacks() if one.kind == "input files"], ids=lambda one: one.name
)
def test_no_hostile_file_stops_or_fools_it(attack: Attack, tmp_path: Path) -> None:
    """Whatever was handed in, nbgrader gets a valid notebook with each cell that it knows, once."""
    before = time.monotonic()
    path = attack.place(tmp_path)
    data = read_file(path, tmp_path).data
    made, _ = assembled((cells_of(data) if data is not None else None) or [], WANTED)
    nbformat.validate(made)
    known = [cell.metadata.nbgrader for cell in made.cells if "nbgrader" in cell.metadata]
    assert sorted(facts.grade_id for facts in known) == ["answer", "essay", "grade"]
    assert time.monotonic() - before < 20
