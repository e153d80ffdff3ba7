"""Attacks that are no Python text: odd files, links, folders and bombs, each made by a small function.

Each function writes into a folder and returns the file to grade; its docstring is what must not have happened.
"""

from __future__ import annotations

import io
import json
import os
import re
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.attacks.corpus import COURSE, Attack, stub_name

LESSON = "02-gate-math"
_ALL: list[Attack] = []
_Place = Callable[[Path], Path]


def attacks() -> list[Attack]:
    return list(_ALL)


def declare(
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


@declare("rejected")
def not_json(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, '{"cells": [ oh no')


@declare("rejected")
def json_but_no_notebook(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, '{"score": 20, "cells": {"a": 1}}')


@declare("rejected")
def notebook_without_code(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, notebook([{"cell_type": "markdown", "metadata": {}, "source": ["# nothing"]}]))


@declare("rejected")
def cells_that_are_no_cells(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _ipynb(folder, notebook([code_cell([1, 2]), code_cell(None), code_cell({"a": "b"})]))


@declare("passed", None)
def utf_16(folder: Path) -> Path:
    """be read as something else than it is"""
    return _py(folder, reference().encode("utf-16"))


@declare("rejected")
def no_text_at_all(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _py(folder, os.urandom(64) * 100 + b"\xff\xfe\0")


@declare("rejected")
def no_text_in_a_string(folder: Path) -> Path:
    """carry half a character, or a NUL, into the grader's files"""
    return _ipynb(folder, notebook([code_cell(reference() + "\nx = '\ud800 \0'")]))


@declare("rejected")
def fifty_megabytes(folder: Path) -> Path:
    """be read into memory"""
    path = _py(folder, reference())
    with path.open("r+b") as stream:
        stream.truncate(50 << 20)
    return path


@declare("rejected")
def empty_file(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    return _py(folder, b"")


@declare("rejected")
def no_file(folder: Path) -> Path:
    """be passed over without a verdict"""
    return folder / "gate_math.py"


# --- links and things that are no files -----------------------------------------------------------------------------


@declare("rejected")
def link_to_the_solution(folder: Path) -> Path:
    """be graded as if the reference were this student's"""
    path = folder / "gate_math.py"
    path.symlink_to(COURSE / "solutions" / LESSON / "gate_math.py")
    return path


@declare("rejected")
def link_to_a_neighbour(folder: Path) -> Path:
    """be graded as if a neighbour's work were this student's"""
    path = folder / "gate_math.py"
    path.symlink_to("../../neighbour-000/02-gate-math/gate_math.py")
    return path


@declare("rejected")
def link_to_a_terminal(folder: Path) -> Path:
    """make the grader wait for a device"""
    path = folder / "gate_math.py"
    path.symlink_to("/dev/zero")
    return path


@declare("rejected")
def link_to_itself(folder: Path) -> Path:
    """make the grader walk in a circle"""
    path = folder / "gate_math.py"
    path.symlink_to("gate_math.py")
    (folder / "loop").symlink_to("..")
    return path


@declare("rejected")
def folder_for_a_file(folder: Path) -> Path:
    """be a crash, or cost the others anything"""
    path = folder / "gate_math.ipynb"
    path.mkdir()
    return path


@declare("rejected")
def pipe_for_a_file(folder: Path) -> Path:
    """make the grader wait for somebody to write"""
    path = folder / "gate_math.py"
    os.mkfifo(path)
    return path


@declare("failed")
def verdict_handed_in(folder: Path) -> Path:
    """be believed: a verdict with full marks beside the submission"""
    (folder / "verdict.json").write_text('{"schema_version": 1, "outcome": "passed", "score": 20, "max_score": 20}')
    (folder / "feedback.html").write_text("<h1>20/20</h1>")
    (folder / "conftest.py").write_text("import os\nos.system('touch /tmp/gatehouse-was-here')\n")
    (folder / "sitecustomize.py").write_text("import os\nos.system('touch /tmp/gatehouse-was-here')\n")
    (folder / "numpy.py").write_text("import os\nos.system('touch /tmp/gatehouse-was-here')\n")
    return _py(folder, emptied({"sigmoid": "return z"}))


# --- bombs ----------------------------------------------------------------------------------------------------------


@declare("rejected")
def brackets_nested_without_end(folder: Path) -> Path:
    """overflow the grader's stack"""
    return _ipynb(folder, '{"cells": ' + "[" * 2_000_000)


@declare("rejected")
def a_million_cells(folder: Path) -> Path:
    """fill the grader's memory, or keep it busy"""
    return _ipynb(folder, '{"cells":[' + ",".join(["{}"] * 1_000_000) + "]}")


@declare("rejected")
def a_million_lines(folder: Path) -> Path:
    """fill the grader's memory, or keep it busy"""
    return _py(folder, reference() + "\nx" * 1_000_000)


@declare("failed")
def one_string_of_megabytes(folder: Path) -> Path:
    """fill the grader's memory, or keep it busy"""
    return _ipynb(folder, notebook([code_cell(emptied({"sigmoid": "return '" + "#*" * 1_000_000 + "'"}))]))


@declare("passed", None)
def outputs_nested_in_outputs(folder: Path) -> Path:
    """be looked at: only the source of code cells is"""
    cell = code_cell(reference())
    nested: object = "x"
    for _ in range(400):
        nested = {"output_type": "display_data", "data": [nested]}
    cell["outputs"] = [nested, {"data": {"text/html": "<script>alert(1)</script>" * 10_000}}]
    return _ipynb(folder, notebook([cell]))


@declare("rejected")
def numbers_of_a_million_digits(folder: Path) -> Path:
    """be parsed as numbers"""
    return _ipynb(folder, '{"nbformat": ' + "9" * 1_000_000 + ', "x": 1e' + "9" * 100_000 + ', "cells": 7}')


@declare("rejected")
def zip_named_notebook(folder: Path) -> Path:
    """be unpacked"""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../gatehouse-was-here", bytes(10_000_000))
    return _ipynb(folder, packed.getvalue())


@declare("rejected")
def markers_by_the_thousand(folder: Path) -> Path:
    """keep the grader busy with patterns that match in many ways"""
    return _py(folder, ("#" * 20_000 + "*" * 20_000 + " begin " + "\u3000" * 20_000 + "x\n") * 30)


# --- markers --------------------------------------------------------------------------------------------------------


@declare("rejected")
def no_markers(folder: Path) -> Path:
    """be graded by guessing"""
    lines = [line for line in reference().splitlines() if "**********" not in line]
    return _py(folder, "\n".join(lines))


@declare("passed", None)
def nested_markers(folder: Path) -> Path:
    """smuggle one region's text into another"""
    begin = "    # ********** Begin sigmoid ********** #\n"
    return _py(folder, reference().replace(begin, begin * 2))


@declare("failed")
def markers_there_twice(folder: Path) -> Path:
    """let the better of two answers win: the later one counts"""
    worse = re.sub(r"(# \*+ Begin.*\n)(?:.*\n)*?(.*# \*+ End)", r"\1    return 7\n\2", reference())
    return _py(folder, reference() + "\n\n" + worse)


@declare("passed", None)
def marker_never_closed(folder: Path) -> Path:
    """be read in another way than the only one that is possible"""
    return _py(folder, reference().replace("    # ********** End lstm_step ********** #\n", ""))


@declare("unattempted")
def solution_outside_the_markers(folder: Path) -> Path:
    """count code that stands outside of its region"""
    stub = (COURSE / "exercises" / LESSON / "gate_math.py").read_text(encoding="utf-8")
    answer = "\n".join(line for line in reference().splitlines() if "**********" not in line)
    return _py(folder, f"{stub}\n\n{answer}\n")


@declare("unattempted")
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


def ended(tail: str) -> str:
    """The reference, each region of which goes on with these lines outside of its function."""
    lines = []
    for line in reference().split("\n"):
        lines += tail.split("\n") if "********** End" in line else []
        lines.append(line)
    return "\n".join(lines)


@declare("failed", kind="exhausting")
def ten_thousand_regions(folder: Path) -> Path:
    """keep the grader busy with copies of a region, each another answer"""
    begin, end = (f"    # ********** {word} sigmoid ********** #\n" for word in ("Begin", "End"))
    copies = "".join(f"{begin}    return z + {number}\n{end}" for number in range(10_000))
    return _py(folder, emptied({"sigmoid": "return z"}) + copies)


@declare("raised | crashed | memory | timeout", kind="exhausting")
def region_of_four_megabytes(folder: Path) -> Path:
    """keep the grader, or what reads the file, busy with one region"""
    return _py(folder, emptied({"sigmoid": "return " + "(" * 4_000_000}))


@declare("raised | crashed | memory", kind="exhausting")
def every_region_as_dear_as_can_be_parsed(folder: Path) -> Path:
    """have the grader parse megabytes, region by region"""
    body = "return [" + "[1]," * 120_000
    names = ("sigmoid", "forget_gate", "input_gate", "candidate", "cell_state", "output_gate", "hidden_state")
    return _py(folder, emptied(dict.fromkeys(names, body)))


@declare("raised | timeout", kind="exhausting")
def regions_that_break_to_win_retries(folder: Path) -> Path:
    """have more time than others, since the program is loaded again without each region that raises"""
    return _py(folder, ended("import time\ntime.sleep(0.9)\nraise KeyError"))


@declare("raised")
def region_broken_so_that_it_is_stood_in_for(folder: Path) -> Path:
    """get points of its own region by what stands in for it"""
    return _py(folder, emptied({"sigmoid": "return ("}))


@declare("raised")
def gates_that_are_what_stands_in(folder: Path) -> Path:
    """get points of a gate by what stands in for sigmoid, which is broken on purpose"""
    gate = "return sigmoid(sum(a.sum() if hasattr(a, 'sum') else 0 for a in locals().values()))"
    return _py(folder, emptied({"sigmoid": "return (", "forget_gate": gate, "input_gate": gate, "output_gate": gate}))


@declare("raised")
def syntax_error(folder: Path) -> Path:
    """be told with other lines than the student's own"""
    return _ipynb(folder, notebook([code_cell(cell) for cell in cells_of(emptied({"candidate": "retrun 1 +"}))]))


@declare("raised | crashed | memory", kind="exhausting")
def source_nested_too_deeply(folder: Path) -> Path:
    """overflow the grader's stack, which never parses what a student wrote"""
    return _py(folder, emptied({"sigmoid": "return " + "-" * 50_000 + "1"}))


@declare("raised")
def missing_function(folder: Path) -> Path:
    """be a fault of the grader"""
    text = emptied({"lstm_step": "return 1"})
    end = "    # ********** End lstm_step ********** #"
    return _py(folder, text.replace(end, f"\n\ndel sigmoid, forget_gate\n{end}"))


@declare("raised")
def wrong_arity(folder: Path) -> Path:
    """be a fault of the grader"""
    text = emptied({"lstm_step": "return 1"})
    end = "    # ********** End lstm_step ********** #"
    others = "def sigmoid():\n    return 1\n\n\ndef candidate(x):\n    return 1\n"
    return _py(folder, text.replace(end, f"\n\n{others}\n{end}"))


@declare("failed")
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


@declare("unattempted", kind="exhausting", lesson="03-lstm-cell")
def fifty_thousand_names_for_tensorflow(folder: Path) -> Path:
    """keep the grader busy with which of them is used, before anything has run"""
    path = folder / stub_name("03-lstm-cell")
    stub = (COURSE / "exercises" / "03-lstm-cell" / path.name).read_text(encoding="utf-8")
    names = "".join(f"import tensorflow as a{number:07d}\n" for number in range(50_000))
    path.write_text(stub + names + "a000000 a000000 a000000\n" * 40_000, encoding="utf-8")
    return path


@declare("failed", kind="exhausting")
def flood_by_many_notices(folder: Path) -> Path:
    """write a verdict of many megabytes by what stands outside the regions"""
    text = emptied({"sigmoid": "return None"})
    return _py(folder, text + "".join(f"x{number} = '{chr(0x1F600) * 20}'\n" for number in range(50_000)))


@declare("passed", None, kind="honest")
def a_warning(folder: Path) -> Path:
    """cost a point"""
    return _py(folder, answered("import warnings\nwarnings.warn('old', DeprecationWarning)\nwarnings.warn('careful')"))


@declare("passed", None, kind="honest")
def a_print(folder: Path) -> Path:
    """cost a point"""
    return _py(folder, answered("print('z is', z, 'of shape', np.shape(z))\nprint({'score': 0, 'outcome': 'failed'})"))


@declare("passed", None, kind="honest")
def a_log_line_on_stderr(folder: Path) -> Path:
    """cost a point"""
    body = (
        "import logging, sys\n"
        "logging.getLogger('me').error('Traceback (most recent call last): none')\n"
        "print('out of memory', file=sys.stderr)"
    )
    return _py(folder, answered(body))


@declare("passed", None, kind="honest")
def a_slow_first_import(folder: Path) -> Path:
    """cost a point"""
    body = (
        "if 'slow' not in globals():\n"
        "    import time, decimal, email, sqlite3, unittest, xml.dom\n"
        "    time.sleep(0.8)\n"
        "    globals()['slow'] = True"
    )
    return _py(folder, answered(body))


@declare("passed", None, kind="honest")
def extra_cells(folder: Path) -> Path:
    """cost a point"""
    extra = [*map(code_cell, ("%matplotlib inline\n!ls\nplot?", "print(sigmoid(0))\nraise SystemExit", "1 / 0"))]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["# ********** Begin sigmoid ********** #"]}
    return _ipynb(folder, notebook([extra[0], text, *map(code_cell, cells_of(reference())), *extra]))


@declare("passed", None, kind="honest")
def reordered_cells(folder: Path) -> Path:
    """cost a point"""
    head, *functions = cells_of(reference())
    return _ipynb(folder, notebook([code_cell(cell) for cell in (*reversed(functions), head)]))


@declare("passed", None, kind="honest")
def deleted_cells(folder: Path) -> Path:
    """cost a point: the head of the file is the stub's, whether or not it was handed in"""
    return _ipynb(folder, notebook([code_cell(cell) for cell in cells_of(reference())[1:]]))


@declare("passed", None, kind="honest")
def windows_line_ends_and_a_mark(folder: Path) -> Path:
    """cost a point"""
    return _py(folder, b"\xef\xbb\xbf" + reference().replace("\n", "\r\n").encode())


@declare("passed", None, kind="honest")
def a_helper_inside_the_region(folder: Path) -> Path:
    """cost a point"""
    body = "def helper(value):\n    return value\n\nclass Box:\n    pass\n\nz = helper(z)"
    return _py(folder, answered(body))


@declare("passed", None, kind="honest")
def a_helper_beside_the_function(folder: Path) -> Path:
    """cost a point"""
    text = reference()
    end = "    # ********** End lstm_step ********** #"
    return _py(
        folder, text.replace(end, f"\n\ndef test_of_mine():\n    assert sigmoid(0) == 0.5\n\n\ntest_of_mine()\n{end}")
    )


@declare("passed", None, kind="honest")
def threads_and_temporary_files(folder: Path) -> Path:
    """cost a point"""
    body = (
        "import asyncio, concurrent.futures, subprocess, tempfile\n"
        "with tempfile.TemporaryFile() as stream:\n    stream.write(b'x' * 1000)\n"
        "with concurrent.futures.ThreadPoolExecutor(4) as pool:\n    list(pool.map(abs, range(8)))\n"
        "asyncio.run(asyncio.sleep(0))"
    )
    return _py(folder, answered(body))


@declare("passed", None, kind="honest", lesson="03-lstm-cell")
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


# --- names of files -------------------------------------------------------------------------------------------------


def _named(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(emptied({"sigmoid": "return z"}), encoding="utf-8")
    return path


@declare("failed")
def name_with_a_newline_and_escapes(folder: Path) -> Path:
    """break a line, a table or a terminal by the file's name"""
    return _named(folder, "gate\n\x1b[31m\x1b]0;x\x07<script>alert(1)<|script>\r.py")


@declare("failed")
def name_that_begins_like_an_option(folder: Path) -> Path:
    """be taken for an option, or run by a shell"""
    return _named(folder, "-rf --out=$(touch gatehouse-was-here);`id`&.py")


@declare("failed")
def name_that_is_a_formula(folder: Path) -> Path:
    """be computed by the program that opens the gradebook"""
    return _named(folder, "=cmd|' -c calc'!A1.py")


@declare("failed")
def name_of_255_bytes(folder: Path) -> Path:
    """leave no room for what the grader writes beside it"""
    return _named(folder, "门" * 84 + ".py")


@declare("failed")
def name_that_is_no_text(folder: Path) -> Path:
    """end the run because it cannot be written in UTF-8"""
    return _named(folder, os.fsdecode(b"gate_\xff\xfe\xed\xa0\x80.py"))


@declare("failed")
def name_that_is_shown_backwards(folder: Path) -> Path:
    """be shown as another file's"""
    return _named(folder, "gate_\u202eyp.htam\u200b\u2066.py")


@declare("failed")
def name_of_a_device_elsewhere(folder: Path) -> Path:
    """be opened as a device, there or elsewhere"""
    return _named(folder, "CON.py")


# --- more that are no files -----------------------------------------------------------------------------------------


@declare("rejected")
def link_to_nothing(folder: Path) -> Path:
    """be a crash, or be waited for"""
    path = folder / "gate_math.py"
    path.symlink_to("gatehouse-is-not-there")
    return path


@declare("rejected")
def socket_for_a_file(folder: Path) -> Path:
    """be connected to, or be a crash"""
    handle = os.open(folder, os.O_PATH)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(f"/proc/self/fd/{handle}/gate_math.py")  # the folder's own name may be too long for a socket's
    os.close(handle)
    return folder / "gate_math.py"


@declare("rejected")
def file_of_holes_below_the_limit(folder: Path) -> Path:
    """cost more to read than its five megabytes"""
    path = _py(folder, reference())
    os.truncate(path, 5_000_000)
    return path


# --- lines ----------------------------------------------------------------------------------------------------------

MARK = "# ********** {} {} ********** #"


@declare("rejected")
def markers_behind_form_feeds(folder: Path) -> Path:
    """let the compiler and the grader disagree about where a region begins"""
    return _py(folder, reference().replace("    # *****", "\f    # *****"))


@declare("failed")
def separators_that_end_no_line(folder: Path) -> Path:
    """end a region, and begin another one, in the middle of the compiler's line"""
    said = "return z  #"
    for mark in "\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        said += f"{mark}    {MARK.format('End', 'sigmoid')}{mark}    {MARK.format('Begin', 'lstm_step')}"
    return _py(folder, emptied({"sigmoid": "return z"}).replace("return z", said))


@declare("passed", None)
def carriage_returns_alone(folder: Path) -> Path:
    """be read with other lines than the compiler's"""
    return _py(folder, reference().replace("\n", "\r"))


@declare("failed")
def a_marker_behind_a_carriage_return(folder: Path) -> Path:
    """hide a second answer behind the end of a comment"""
    hidden = f"# see below\r    {MARK.format('End', 'sigmoid')}\r    {MARK.format('Begin', 'sigmoid')}\r    return 0.5"
    return _py(folder, emptied({"sigmoid": "return z"}).replace("return z", hidden))


@declare("passed", None)
def byte_order_marks_everywhere(folder: Path) -> Path:
    """be read by the grader and not by the compiler, or the other way round"""
    return _py(folder, "\ufeff\ufeff" + reference().replace("    # *****", "\ufeff    # *****"))


@declare("passed", None)
def region_named_with_invisible_characters(folder: Path) -> Path:
    """be a second region of the same name"""
    return _py(folder, reference().replace("Begin sigmoid *", "Begin sig\u200bmoid\u200d *"))


@declare("passed", None)
def region_named_in_other_letters(folder: Path) -> Path:
    """pass for the region that it looks like"""
    return _py(folder, reference() + f"\n{MARK.format('Begin', 'sigmоid')}\n{MARK.format('End', 'ｓｉｇｍｏｉｄ')}\n")


@declare("unattempted")
def coding_line_that_lies(folder: Path) -> Path:
    """be read in an encoding in which a comment is code"""
    lie = "# -*- coding: utf-7 -*-\n# +AAo-    return 1/(1+AC0-np.exp(+AC0-z))"
    return _py(folder, "# -*- coding: utf-7 -*-\n" + emptied({"sigmoid": lie}))


# --- regions that reach beyond their end ----------------------------------------------------------------------------


@declare("raised | failed")
def string_that_swallows_the_stub(folder: Path) -> Path:
    """take the stub's own lines, and other regions, into a string"""
    inside = "'''\n    return z\n\n\ncandidate = cell_state = hidden_state = lstm_step = lambda *given: np.ones((2, 2))"
    return _py(folder, emptied({"sigmoid": "swallowed = '''", "lstm_step": inside}))


@declare("raised")
def block_left_open(folder: Path) -> Path:
    """make what follows in the stub a part of what never runs"""
    return _py(folder, emptied({"sigmoid": "return z\n\nif 0:", "candidate": "try:", "cell_state": "while 0:"}))


@declare("raised")
def line_left_open(folder: Path) -> Path:
    """join the stub's next line to its own"""
    return _py(folder, emptied({"sigmoid": "return z + \\", "candidate": "return x \\"}))


@declare("raised")
def bracket_left_open(folder: Path) -> Path:
    """take the stub's functions into an expression"""
    return _py(folder, emptied({"sigmoid": "return z if (z,", "lstm_step": ")"}))


@declare("failed")
def decorator_for_the_stubs_next_function(folder: Path) -> Path:
    """answer in place of a function that was left as it is"""
    text = emptied({"sigmoid": "return z"})
    end = "    # ********** End sigmoid ********** #"
    return _py(folder, text.replace(end, f"\n\n@lambda function: lambda *given: 0.5\n{end}"))


@declare("raised")
def future_in_a_region(folder: Path) -> Path:
    """change the language in which the stub is compiled"""
    body = "from __future__ import annotations\nfrom __future__ import barry_as_FLUFL"
    return _py(folder, emptied({"sigmoid": body}))


@declare("failed | raised")
def globals_taken_from_the_stub(folder: Path) -> Path:
    """take away what the other functions, and the probe, need"""
    body = "global np, sigmoid, forget_gate, __name__, __builtins__\ndel np, forget_gate\n__builtins__ = {}\nreturn z"
    return _py(folder, emptied({"sigmoid": body}))


# --- texts that stall who reads them --------------------------------------------------------------------------------


@declare("passed", None)
def keys_by_the_hundred_thousand(folder: Path) -> Path:
    """cost more than their bytes: nobody needs a notebook's metadata"""
    cell = code_cell(reference())
    cell["metadata"] = {f"{number:x}": number for number in range(250_000)}
    return _ipynb(folder, notebook([cell]))


@declare("passed", None)
def source_in_a_million_pieces(folder: Path) -> Path:
    """be joined piece by piece"""
    text = reference() + "\n" + "#" * 1_000_000
    return _ipynb(folder, json.dumps({"cells": [code_cell(list(text))], "nbformat": 4}, separators=(",", ":")))


@declare("rejected")
def worksheets_without_cells(folder: Path) -> Path:
    """be walked through sheet by sheet for what is not there"""
    return _ipynb(folder, '{"worksheets":[' + ",".join(['{"cells":[]}'] * 350_000) + "]}")


@declare("passed", None)
def as_many_cells_as_are_allowed(folder: Path) -> Path:
    """be told of one by one as code outside the regions"""
    extra = [code_cell("x = 1\n" * 40)] * 1_990
    return _ipynb(folder, notebook([*map(code_cell, cells_of(reference())), *extra]))


@declare("unattempted", kind="exhausting")
def blanks_around_a_marker_that_is_none(folder: Path) -> Path:
    """be tried in every way in which blanks can be shared out among the parts of a marker"""
    blanks = " \t\u00a0\u3000" * 80_000
    return _py(folder, emptied({"sigmoid": f"#{blanks}begin{blanks}x{blanks}y\n#{'*#' * 500_000}end{blanks}!"}))


def _beside(folder: Path, text: str) -> Path:
    """The untouched stub of lesson 3, whose dialect is told from the text, with this text below it."""
    path = folder / stub_name("03-lstm-cell")
    stub = (COURSE / "exercises" / "03-lstm-cell" / path.name).read_text(encoding="utf-8")
    path.write_text(f"{stub}\n{text}\n", encoding="utf-8")
    return path


@declare("unattempted", kind="exhausting", lesson="03-lstm-cell")
def quotes_that_never_close(folder: Path) -> Path:
    """be read again to the end of the text from every quote"""
    return _beside(folder, ("'\"\\" * 300 + "\n" + "'''\\\"\"\"" * 100 + "\n") * 1_500)


@declare("unattempted", kind="exhausting", lesson="03-lstm-cell")
def half_sentences_about_tensorflow(folder: Path) -> Path:
    """be followed from each beginning to the end of the line"""
    beginnings = ("tensorflow.python.ops import ", "from tensorflow import ", "import tensorflow as ", "a.b.tf.train.")
    return _beside(folder, "\n".join(each * (900 // len(each)) for each in beginnings * 300))


@declare("unattempted", kind="exhausting", lesson="03-lstm-cell")
def blanks_between_words(folder: Path) -> Path:
    """be tried from each blank anew"""
    return _beside(folder, "\n".join(f"from{' ' * 480}tensorflow{chr(9) * 480}x" for _ in range(1_000)))


@declare("unattempted", kind="exhausting")
def magics_that_are_nearly_some(folder: Path) -> Path:
    """be tried as a magic, a question and a statement, character by character"""
    stub = (COURSE / "exercises" / LESSON / "gate_math.py").read_text(encoding="utf-8")
    long = "a." * 400_000 + "? x\n" + "%" * 400_000 + "\n" + "_" * 400_000 + "??" + " " * 400_000 + "x\n"
    return _ipynb(folder, notebook([code_cell(stub), code_cell("%time\n" + long), code_cell("!\n" + "(" * 1_000_000)]))


@declare("unattempted", kind="exhausting")
def comments_by_the_megabyte(folder: Path) -> Path:
    """be tokenized for longer than reading takes"""
    return _py(folder, emptied({"sigmoid": "\n".join(["# return " + "x" * 60] * 60_000)}))


@declare("raised", kind="exhausting")
def strings_within_strings(folder: Path) -> Path:
    """be tokenized, or compared with the stub, to their end"""
    nested = "".join(f"f{quote}{{" for quote in ("'", '"', "'''", '"""') * 100)
    return _py(folder, emptied({"sigmoid": "\n".join([nested[:900]] * 4_000)}))


@declare("raised | failed | timeout | memory | crashed", kind="exhausting")
def blocks_within_blocks(folder: Path) -> Path:
    """be indented deeper than a tokenizer counts"""
    return _py(folder, emptied({"sigmoid": "\n".join(" " * depth + "if z is None:" for depth in range(900)) + " 1"}))
