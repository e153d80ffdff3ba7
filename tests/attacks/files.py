"""Attacks that are no Python text: odd files, links, folders and bombs, each made by a small function.

Each function writes into a folder and returns the file to grade; its docstring is what must not have happened.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.attacks.corpus import COURSE, Attack, stub_name

LESSON = "02-gate-math"
_ALL: list[Attack] = []
_Place = Callable[[Path], Path]


def attacks() -> list[Attack]:
    return list(_ALL)


def _declare(
    outcome: str, score: float | None = 0.0, *, kind: str = "input files", lesson: str = LESSON
) -> Callable[[_Place], _Place]:
    def add(place: _Place) -> _Place:
        name = f"honest_{place.__name__}" if kind == "honest" else place.__name__
        outcomes = frozenset(part.strip() for part in outcome.split("|"))
        _ALL.append(Attack(name, lesson, kind, outcomes, score, place.__doc__ or "", None, place))
        return place

    return add


def reference(lesson: str = LESSON) -> str:
    return (COURSE / "solutions" / lesson / stub_name(lesson)).read_text(encoding="utf-8")


def cells_of(text: str) -> list[str]:
    """The program, a cell for its head and one for each function."""
    head, *functions = text.split("\n\n\ndef ")
    return [head, *(f"def {function}\n" for function in functions)]


def code_cell(source: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}


def notebook(cells: list[dict[str, object]], **more: object) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def _ipynb(folder: Path, text: str | bytes) -> Path:
    path = folder / "gate_math.ipynb"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _py(folder: Path, text: str | bytes) -> Path:
    path = folder / "gate_math.py"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- unreadable -----------------------------------------------------------------------------------------------------


@_declare("rejected")
def not_json(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, '{"cells": [ oh no')


@_declare("rejected")
def json_but_no_notebook(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, '{"score": 20, "cells": {"a": 1}}')


@_declare("rejected")
def notebook_without_code(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, notebook([{"cell_type": "markdown", "metadata": {}, "source": ["# nothing"]}]))


@_declare("rejected")
def cells_that_are_no_cells(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, notebook([code_cell([1, 2]), code_cell(None), code_cell({"a": "b"})]))


@_declare("rejected")
def utf_16(folder: Path) -> Path:
    """be read as something else than it is"""
    return _py(folder, reference().encode("utf-16"))


@_declare("rejected")
def no_text_at_all(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _py(folder, os.urandom(64) * 100 + b"\xff\xfe\0")


@_declare("rejected")
def no_text_in_a_string(folder: Path) -> Path:
    """carry half a character, or a NUL, into the grader's files"""
    return _ipynb(folder, notebook([code_cell(reference() + "\nx = '\ud800 \0'")]))


@_declare("rejected")
def fifty_megabytes(folder: Path) -> Path:
    """be read into memory"""
    path = _py(folder, reference())
    with path.open("r+b") as stream:
        stream.truncate(50 << 20)
    return path


@_declare("rejected")
def empty_file(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _py(folder, b"")


@_declare("rejected")
def no_file(folder: Path) -> Path:
    """be passed over without a verdict"""
    return folder / "gate_math.py"


# --- links and things that are no files -----------------------------------------------------------------------------


@_declare("rejected")
def link_to_the_solution(folder: Path) -> Path:
    """be graded as if the reference were this student's"""
    path = folder / "gate_math.py"
    path.symlink_to(COURSE / "solutions" / LESSON / "gate_math.py")
    return path


@_declare("rejected")
def link_to_a_neighbour(folder: Path) -> Path:
    """be graded as if a neighbour's work were this student's"""
    path = folder / "gate_math.py"
    path.symlink_to("../../neighbour-000/02-gate-math/gate_math.py")
    return path


@_declare("rejected")
def link_to_a_terminal(folder: Path) -> Path:
    """make the grader wait for a device"""
    path = folder / "gate_math.py"
    path.symlink_to("/dev/zero")
    return path


@_declare("rejected")
def link_to_itself(folder: Path) -> Path:
    """make the grader walk in a circle"""
    path = folder / "gate_math.py"
    path.symlink_to("gate_math.py")
    (folder / "loop").symlink_to("..")
    return path


@_declare("rejected")
def folder_for_a_file(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    path = folder / "gate_math.ipynb"
    path.mkdir()
    return path


@_declare("rejected")
def pipe_for_a_file(folder: Path) -> Path:
    """make the grader wait for somebody to write"""
    path = folder / "gate_math.py"
    os.mkfifo(path)
    return path


@_declare("failed")
def verdict_handed_in(folder: Path) -> Path:
    """be believed: a verdict with full marks beside the submission"""
    (folder / "verdict.json").write_text('{"schema_version": 1, "outcome": "passed", "score": 20, "max_score": 20}')
    (folder / "feedback.html").write_text("<h1>20/20</h1>")
    (folder / "conftest.py").write_text("import os\nos.system('touch /tmp/gatehouse-was-here')\n")
    (folder / "sitecustomize.py").write_text("import os\nos.system('touch /tmp/gatehouse-was-here')\n")
    (folder / "numpy.py").write_text("import os\nos.system('touch /tmp/gatehouse-was-here')\n")
    return _py(folder, emptied({"sigmoid": "return z"}))


# --- bombs ----------------------------------------------------------------------------------------------------------


@_declare("rejected")
def brackets_nested_without_end(folder: Path) -> Path:
    """overflow the grader's stack"""
    return _ipynb(folder, '{"cells": ' + "[" * 2_000_000)


@_declare("rejected")
def a_million_cells(folder: Path) -> Path:
    """fill the grader's memory, or keep it busy"""
    return _ipynb(folder, '{"cells":[' + ",".join(["{}"] * 1_000_000) + "]}")


@_declare("rejected")
def a_million_lines(folder: Path) -> Path:
    """fill the grader's memory, or keep it busy"""
    return _py(folder, reference() + "\nx" * 1_000_000)


@_declare("failed")
def one_string_of_megabytes(folder: Path) -> Path:
    """fill the grader's memory, or keep it busy"""
    return _ipynb(folder, notebook([code_cell(emptied({"sigmoid": "return '" + "#*" * 1_000_000 + "'"}))]))


@_declare("passed", None)
def outputs_nested_in_outputs(folder: Path) -> Path:
    """be looked at: only the source of code cells is"""
    cell = code_cell(reference())
    nested: object = "x"
    for _ in range(400):
        nested = {"output_type": "display_data", "data": [nested]}
    cell["outputs"] = [nested, {"data": {"text/html": "<script>alert(1)</script>" * 10_000}}]
    return _ipynb(folder, notebook([cell]))


@_declare("rejected")
def numbers_of_a_million_digits(folder: Path) -> Path:
    """be parsed as numbers"""
    return _ipynb(folder, '{"nbformat": ' + "9" * 1_000_000 + ', "x": 1e' + "9" * 100_000 + ', "cells": 7}')


@_declare("rejected")
def zip_named_notebook(folder: Path) -> Path:
    """be unpacked"""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../gatehouse-was-here", bytes(10_000_000))
    return _ipynb(folder, packed.getvalue())


@_declare("rejected")
def markers_by_the_thousand(folder: Path) -> Path:
    """keep the grader busy with patterns that match in many ways"""
    return _py(folder, ("#" * 20_000 + "*" * 20_000 + " begin " + "\u3000" * 20_000 + "x\n") * 30)


# --- markers --------------------------------------------------------------------------------------------------------


@_declare("rejected")
def no_markers(folder: Path) -> Path:
    """be graded by guessing"""
    lines = [line for line in reference().splitlines() if "**********" not in line]
    return _py(folder, "\n".join(lines))


@_declare("rejected")
def nested_markers(folder: Path) -> Path:
    """smuggle one region's text into another"""
    begin = "    # ********** Begin sigmoid ********** #\n"
    return _py(folder, reference().replace(begin, begin * 2))


@_declare("rejected")
def markers_there_twice(folder: Path) -> Path:
    """let a second answer win"""
    return _py(folder, reference() + "\n\n" + reference())


@_declare("rejected")
def marker_never_closed(folder: Path) -> Path:
    """be graded by guessing"""
    return _py(folder, reference().replace("    # ********** End lstm_step ********** #\n", ""))


@_declare("unattempted")
def solution_outside_the_markers(folder: Path) -> Path:
    """count code that stands outside of its region"""
    stub = (COURSE / "exercises" / LESSON / "gate_math.py").read_text(encoding="utf-8")
    answer = "\n".join(line for line in reference().splitlines() if "**********" not in line)
    return _py(folder, f"{stub}\n\n{answer}\n")


@_declare("unattempted")
def untouched_stub(folder: Path) -> Path:
    """get a point"""
    return _py(folder, (COURSE / "exercises" / LESSON / "gate_math.py").read_text(encoding="utf-8"))


# --- programs that answer in the wrong way --------------------------------------------------------------------------


def emptied(bodies: dict[str, str]) -> str:
    """The stub with these bodies (one line each, or more) in its regions."""
    stub = (COURSE / "exercises" / LESSON / "gate_math.py").read_text(encoding="utf-8")
    for name, body in bodies.items():
        begin = f"    # ********** Begin {name} ********** #\n"
        assert begin in stub
        stub = stub.replace(begin, begin + "".join(f"    {line}\n" for line in body.splitlines()))
    return stub


@_declare("raised")
def syntax_error(folder: Path) -> Path:
    """be told with other lines than the student's own"""
    return _ipynb(folder, notebook([code_cell(cell) for cell in cells_of(emptied({"candidate": "retrun 1 +"}))]))


@_declare("raised | crashed | memory", kind="exhausting")
def source_nested_too_deeply(folder: Path) -> Path:
    """overflow the grader's stack, which never parses what a student wrote"""
    return _py(folder, emptied({"sigmoid": "return " + "-" * 50_000 + "1"}))


@_declare("raised")
def missing_function(folder: Path) -> Path:
    """be a fault of the grader"""
    text = emptied({"lstm_step": "return 1"})
    end = "    # ********** End lstm_step ********** #"
    return _py(folder, text.replace(end, f"\n\ndel sigmoid, forget_gate\n{end}"))


@_declare("raised")
def wrong_arity(folder: Path) -> Path:
    """be a fault of the grader"""
    text = emptied({"lstm_step": "return 1"})
    end = "    # ********** End lstm_step ********** #"
    others = "def sigmoid():\n    return 1\n\n\ndef candidate(x):\n    return 1\n"
    return _py(folder, text.replace(end, f"\n\n{others}\n{end}"))


@_declare("failed")
def answers_of_every_wrong_kind(folder: Path) -> Path:
    """be a fault of the grader"""
    return _py(folder, emptied({
        "sigmoid": "return None", "forget_gate": "return [[0.5]]", "input_gate": "return h_prev.astype(int)",
        "candidate": "return 'tanh'", "cell_state": "return lambda: 1", "output_gate": "return {1: {2: h_prev}}",
        "hidden_state": "return o == c", "lstm_step": "return {'h': h_prev}",
    }))  # fmt: skip


# --- honest, and punished elsewhere ---------------------------------------------------------------------------------


def answered(extra: str, *, at: str = "sigmoid") -> str:
    """The reference with lines before the first of a region."""
    begin = f"    # ********** Begin {at} ********** #\n"
    text = reference()
    assert begin in text
    return text.replace(begin, begin + "".join(f"    {line}\n" if line else "\n" for line in extra.splitlines()))


@_declare("unattempted", kind="exhausting", lesson="03-lstm-cell")
def fifty_thousand_names_for_tensorflow(folder: Path) -> Path:
    """keep the grader busy with which of them is used, before anything has run"""
    path = folder / stub_name("03-lstm-cell")
    stub = (COURSE / "exercises" / "03-lstm-cell" / path.name).read_text(encoding="utf-8")
    names = "".join(f"import tensorflow as a{number:07d}\n" for number in range(50_000))
    path.write_text(stub + names + "a000000 a000000 a000000\n" * 40_000, encoding="utf-8")
    return path


@_declare("failed", kind="exhausting")
def flood_by_many_notices(folder: Path) -> Path:
    """write a verdict of many megabytes by what stands outside the regions"""
    text = emptied({"sigmoid": "return None"})
    return _py(folder, text + "".join(f"x{number} = '{chr(0x1F600) * 20}'\n" for number in range(50_000)))


@_declare("passed", None, kind="honest")
def a_warning(folder: Path) -> Path:
    """cost a point"""
    return _py(folder, answered("import warnings\nwarnings.warn('old', DeprecationWarning)\nwarnings.warn('careful')"))


@_declare("passed", None, kind="honest")
def a_print(folder: Path) -> Path:
    """cost a point"""
    return _py(folder, answered("print('z is', z, 'of shape', np.shape(z))\nprint({'score': 0, 'outcome': 'failed'})"))


@_declare("passed", None, kind="honest")
def a_log_line_on_stderr(folder: Path) -> Path:
    """cost a point"""
    body = (
        "import logging, sys\n"
        "logging.getLogger('me').error('Traceback (most recent call last): none')\n"
        "print('out of memory', file=sys.stderr)"
    )
    return _py(folder, answered(body))


@_declare("passed", None, kind="honest")
def a_slow_first_import(folder: Path) -> Path:
    """cost a point"""
    body = (
        "if 'slow' not in globals():\n"
        "    import time, decimal, email, sqlite3, unittest, xml.dom\n"
        "    time.sleep(0.8)\n"
        "    globals()['slow'] = True"
    )
    return _py(folder, answered(body))


@_declare("passed", None, kind="honest")
def extra_cells(folder: Path) -> Path:
    """cost a point"""
    extra = [*map(code_cell, ("%matplotlib inline\n!ls\nplot?", "print(sigmoid(0))\nraise SystemExit", "1 / 0"))]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["# ********** Begin sigmoid ********** #"]}
    return _ipynb(folder, notebook([extra[0], text, *map(code_cell, cells_of(reference())), *extra]))


@_declare("passed", None, kind="honest")
def reordered_cells(folder: Path) -> Path:
    """cost a point"""
    head, *functions = cells_of(reference())
    return _ipynb(folder, notebook([code_cell(cell) for cell in (*reversed(functions), head)]))


@_declare("passed", None, kind="honest")
def deleted_cells(folder: Path) -> Path:
    """cost a point: the head of the file is the stub's, whether or not it was handed in"""
    return _ipynb(folder, notebook([code_cell(cell) for cell in cells_of(reference())[1:]]))


@_declare("passed", None, kind="honest")
def windows_line_ends_and_a_mark(folder: Path) -> Path:
    """cost a point"""
    return _py(folder, b"\xef\xbb\xbf" + reference().replace("\n", "\r\n").encode())


@_declare("passed", None, kind="honest")
def a_helper_inside_the_region(folder: Path) -> Path:
    """cost a point"""
    body = "def helper(value):\n    return value\n\nclass Box:\n    pass\n\nz = helper(z)"
    return _py(folder, answered(body))


@_declare("passed", None, kind="honest")
def a_helper_beside_the_function(folder: Path) -> Path:
    """cost a point"""
    text = reference()
    end = "    # ********** End lstm_step ********** #"
    return _py(
        folder, text.replace(end, f"\n\ndef test_of_mine():\n    assert sigmoid(0) == 0.5\n\n\ntest_of_mine()\n{end}")
    )


@_declare("passed", None, kind="honest")
def threads_and_temporary_files(folder: Path) -> Path:
    """cost a point"""
    body = (
        "import asyncio, concurrent.futures, subprocess, tempfile\n"
        "with tempfile.TemporaryFile() as stream:\n    stream.write(b'x' * 1000)\n"
        "with concurrent.futures.ThreadPoolExecutor(4) as pool:\n    list(pool.map(abs, range(8)))\n"
        "asyncio.run(asyncio.sleep(0))"
    )
    return _py(folder, answered(body))


@_declare("passed", None, kind="honest", lesson="03-lstm-cell")
def a_chatty_keras_user(folder: Path) -> Path:
    """cost a point"""
    text = reference("03-lstm-cell")
    begin = "    # ********** Begin ********** #\n"
    chatter = (
        "    import warnings\n    import tensorflow as tf\n"
        "    tf.get_logger().error('a log line')\n    warnings.warn('careful')\n"
        "    print('units', a, 'batch', b, 'features', c)\n    keras.utils.set_random_seed(1)\n"
    )
    assert begin in text
    path = folder / stub_name("03-lstm-cell")
    path.write_text(text.replace(begin, begin + chatter), encoding="utf-8")
    return path
