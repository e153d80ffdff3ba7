"""Cells in a box, as IPython runs them in a kernel: what each shows, in order, and what it may not do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import find, names
from grader.sandbox.warm import WarmServer

LIMITS = Limits(call_seconds=10, total_seconds=60, memory_mb=512, output_kb=512, reply_mb=32, disk_mb=32)
REFUSALS = {"process": "no processes here", "network": "no network here"}
FILES = {"data/x.csv": b"a,b\n1,2\n", "helper.py": b"X = 5\n"}


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    with WarmServer("notebook:matplotlib.pyplot") as warm:
        yield warm


@pytest.fixture
def box(server: WarmServer) -> Iterator[Box]:
    with Box(server.handle, LIMITS) as opened:
        opened.open(FILES, REFUSALS, seed=3)
        yield opened


def shown(box: Box, source: str, seconds: float = 10) -> list[dict[str, Any]]:
    return box.cell(source, seconds).value["outputs"]


def text(output: dict[str, Any]) -> str:
    return output["data"]["text/plain"]


def test_what_is_shown_stands_in_order(box: Box) -> None:
    outputs = shown(box, "import sys\nprint('a')\nprint('b', file=sys.stderr)\ndisplay({'k': 1})\nprint('c')\n2")
    kinds = [(one["type"], one.get("name")) for one in outputs]
    assert kinds == [
        ("stream", "stdout"), ("stream", "stderr"), ("display_data", None), ("stream", "stdout"),
        ("execute_result", None),
    ]  # fmt: skip
    assert (outputs[0]["text"], text(outputs[2]), text(outputs[4])) == ("a\n", "{'k': 1}", "2")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 1", "2"),
        ("1 + 1;", None),
        ("x = 3", None),
        ("None", None),
        ("import helper\nhelper.X", "5"),
        ("open('data/x.csv').read()", "'a,b\\n1,2\\n'"),
        ("import os\nsorted(os.listdir('.'))", "['data', 'helper.py']"),
        ("await __import__('asyncio').sleep(0, 7)", "7"),
        ("%time 6 * 7", "42"),
        ("__name__", "'__main__'"),
        ("exit()\n4", "4"),
        ("import random\nrandom.seed(1)\nrandom.random()", "0.13436424411240122"),
    ],
)
def test_the_last_value_of_a_cell(box: Box, source: str, value: str | None) -> None:
    results = [text(one) for one in shown(box, source) if one["type"] == "execute_result"]
    assert results == ([] if value is None else [value])


def test_cells_share_names_and_are_numbered(box: Box) -> None:
    assert shown(box, "x = 20") == []
    assert text(shown(box, "x + 1")[0]) == "21"
    assert text(shown(box, "_ + 1")[0]) == "22"
    assert box.cell("", 10).value["failed"] is False


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def f(:", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input('?')", "StdinNotImplementedError"),
        ("%no_such_magic", "UsageError"),
        ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E"),
        ("raise ExceptionGroup('several', [ValueError(1)])", "ExceptionGroup"),
    ],
)
def test_an_exception_is_an_error_output_and_the_next_cell_runs(box: Box, source: str, name: str) -> None:
    reply = box.cell(source, 10).value
    errors = [one["ename"] for one in reply["outputs"] if one["type"] == "error"]
    assert reply["failed"] is True and errors[0] == name
    assert text(shown(box, "5")[0]) == "5"


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess\nsubprocess.run(['ls'])",
        "import os\nos.system('ls')",
        "import os\nos.fork()",
        "import multiprocessing\nmultiprocessing.Process(target=print).start()",
        "%%bash\nls",
        "!ls",
        "files = !ls",
        "%pip install x",
    ],
)
def test_another_process_is_refused_with_the_reason(box: Box, source: str) -> None:
    error = next(one for one in shown(box, source) if one["type"] == "error")
    assert error["ename"] == "PermissionError" and REFUSALS["process"] in error["evalue"]


def test_a_refused_command_does_not_end_its_cell(box: Box) -> None:
    """As with a command that fails: what stands below it is run."""
    outputs = shown(box, "!pip install x\n8")
    assert [one["type"] for one in outputs] == ["error", "execute_result"]


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.request\nurllib.request.urlopen('http://example.org')",
        "import socket\nsocket.create_connection(('127.0.0.1', 80))",
        "import socket\nsocket.getaddrinfo('example.org', 80)",
    ],
)
def test_the_network_is_refused_with_the_reason(box: Box, source: str) -> None:
    error = next(one for one in shown(box, source) if one["type"] == "error")
    assert REFUSALS["network"] in error["evalue"]


def test_figures_come_as_png(box: Box) -> None:
    outputs = shown(box, "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 3]);")
    (figure,) = outputs
    assert figure["type"] == "display_data" and figure["data"]["image/png"].startswith(b"\x89PNG")
    assert shown(box, "1;") == [], "the figure was closed"


def test_a_cell_that_does_not_end_is_interrupted_and_the_next_one_runs(box: Box) -> None:
    outputs = shown(box, "print('begun')\nwhile True: pass", seconds=0.5)
    assert box.interrupted
    assert [one.get("ename", one.get("text")) for one in outputs] == ["begun\n", "KeyboardInterrupt"]
    assert text(shown(box, "6")[0]) == "6" and not box.interrupted


def test_a_cell_that_does_not_let_itself_be_interrupted_is_ended(box: Box) -> None:
    source = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    with pytest.raises(Fault, match="timeout"):
        shown(box, source, seconds=0.3)
    assert not box.alive


def test_an_output_is_replaced_and_cleared_in_its_own_cell_only(box: Box) -> None:
    first = shown(box, "d = display('one', display_id='x')\nd.update('two')")
    assert [text(one) for one in first] == ["'two'"]
    assert shown(box, "d.update('three')") == []
    cleared = shown(box, "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('here')")
    assert [one["text"] for one in cleared] == ["here\n"]


def test_a_flood_is_cut_and_an_error_after_it_still_seen(box: Box) -> None:
    outputs = shown(box, "import sys\nfor _ in range(3000):\n    print('x' * 1000)\nprint('!', file=sys.stderr)\n1 / 0")
    assert [one.get("name", one["type"]) for one in outputs] == ["stdout", "stderr", "error"]
    assert len(outputs[0]["text"]) < 1_100_000
    outputs = shown(box, "for n in range(2000): display(n)\n1 / 0")
    assert len(outputs) == 501 and outputs[-1]["type"] == "error"


def test_random_numbers_repeat(server: WarmServer) -> None:
    drawn = []
    for _ in range(2):
        with Box(server.handle, LIMITS) as box:
            box.open({}, REFUSALS, seed=9)
            drawn.append(text(shown(box, "import random, numpy\n(random.random(), numpy.random.rand())")[0]))
    assert drawn[0] == drawn[1]


def test_no_lesson_is_offered_it() -> None:
    assert "notebook" not in names() and find("notebook").title == "IPython notebook"
