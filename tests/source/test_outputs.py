"""What a notebook showed counts for nothing when its size is limited."""

from __future__ import annotations

import json
import time

import pytest

from grader.source.errors import SubmissionError
from grader.source.outputs import without_outputs
from grader.source.program import parse

SOURCE = ['x = {"outputs": [1, 2]}\n', "y = '[{'"]


def notebook(picture: int, source: object = SOURCE) -> str:
    shown = [{"data": {"image/png": "A" * picture, "text/plain": ['["]}', {}]}}]
    cells: list[object] = [{"cell_type": "code", "source": source, "outputs": shown}]
    cells += [{"cell_type": "markdown", "source": "outputs", "attachments": {"a": {"b": "c" * picture}}}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_outputs_and_attachments_are_emptied_and_nothing_else():
    first, second = json.loads(without_outputs(notebook(10)))["cells"]
    assert first == {"cell_type": "code", "source": SOURCE, "outputs": []}
    assert second == {"cell_type": "markdown", "source": "outputs", "attachments": {}}
    assert without_outputs('{"outputs": null, "x": [1]}') == '{"outputs": null, "x": [1]}'
    assert without_outputs('{"outputs": [[1]') == '{"outputs": [[1]'


def test_a_notebook_with_large_pictures_is_read():
    assert parse("a.ipynb", notebook(6_000_000).encode()).text == "".join(SOURCE)


@pytest.mark.parametrize("data", [notebook(10, "x = 1\n" * 1_000_000), "x = 1\n" * 1_000_000], ids=["cells", "py"])
def test_what_is_large_without_its_outputs_is_refused(data):
    with pytest.raises(SubmissionError) as caught:
        parse("a.ipynb", data.encode())
    assert "even without its outputs" in caught.value.text.en and "去掉输出" in caught.value.text.zh


@pytest.mark.parametrize("piece", ["[", '{"outputs":', '{"outputs":[', '"', '"outputs":[]'])
def test_time_is_linear(piece):
    began = time.process_time()
    without_outputs(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 3
