"""One submission, one verdict: every outcome there is, from real sandboxes."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks import plugin
from grader.course import judged_by
from grader.course.lesson import Lesson, load_lesson
from grader.grading.draft import own_fault
from grader.grading.judge import grade_submission, max_score
from grader.grading.judging import JUDGING_VERSION
from grader.grading.seeds import fresh_seed, source_of
from grader.grading.servers import Servers
from grader.grading.task import Policy, Selection
from grader.sandbox.box import Box
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import find
from grader.sandbox.runtimes.numpy import NumPy
from grader.sandbox.warm import Handle, WarmServer
from grader.source.regions import marker
from grader.verdict import CheckResult, Verdict
from tests import toy
from tests.conftest import SEED

Grade = Callable[..., Verdict]


def checks(verdict: Verdict) -> dict[str, CheckResult]:
    assert verdict.outcome != "grader_error", verdict.reason
    return {check.id: check for check in verdict.checks}


def outcomes(verdict: Verdict) -> list[str]:
    return [check.outcome.value for check in checks(verdict).values()]


# --- right, wrong, unattempted --------------------------------------------------------------------------------------


def test_the_right_answer_passes_and_the_verdict_is_complete(
    grade: Grade, toy_lesson: Lesson, numpy_server: Any
) -> None:
    text = toy.answer()
    verdict = grade(text)
    assert (verdict.outcome, verdict.score, verdict.max_score) == ("passed", toy.MAX_SCORE, toy.MAX_SCORE)
    assert {check.id: check.points for check in verdict.checks} == toy.POINTS
    assert [check.hidden for check in verdict.checks] == [False, False, True, True]
    assert (verdict.lesson, verdict.student, verdict.file) == (toy.LESSON_ID, "ada", "toy.py")
    assert verdict.submission_sha256 == hashlib.sha256(text.encode()).hexdigest()
    inputs = judged_by.selected(toy_lesson.inputs, profile="cpu")
    assert verdict.lesson_digest == judged_by.digest(inputs) and verdict.judged_by.keys() == inputs.keys()
    environment = verdict.environment
    assert (environment.sandbox, environment.forced, environment.profile) == ("strict", False, "cpu")
    assert environment.judging_version == JUDGING_VERSION >= 1
    assert environment.seed == SEED and environment.versions == numpy_server.handle.versions
    assert verdict.timings.cpu > 0 and verdict.timings.wall > 0 and verdict.timings.peak_memory_mb > 1
    assert verdict.notices == [] and verdict.reason is None and verdict.graded_at.tzinfo is not None


def test_a_wrong_answer_is_diagnosed_and_what_depends_on_it_is_skipped(grade: Grade) -> None:
    verdict = grade(toy.answer(double="return x**2"))
    assert (verdict.outcome, verdict.score) == ("failed", 2)
    assert outcomes(verdict) == ["failed", "passed", "skipped", "passed"]
    assert checks(verdict)["test_double"].diagnosis.id == "squared"


def test_the_stub_is_unattempted_and_nothing_of_it_is_run(toy_lesson: Lesson, submit: Any) -> None:
    def no_sandbox(runtime: str) -> Handle:
        raise AssertionError("no sandbox is needed for this")

    verdict = grade_submission(toy_lesson, submit(toy.STUB), no_sandbox, seed=SEED)
    assert (verdict.outcome, verdict.score, verdict.max_score) == ("unattempted", 0, toy.MAX_SCORE)
    assert verdict.checks == [] and verdict.submission_sha256


def test_a_comment_is_no_attempt(grade: Grade) -> None:
    assert grade(toy.STUB.replace("    raise", "    # I will try this tomorrow\n\n    raise")).outcome == "unattempted"


def test_an_attempt_at_one_region_is_judged(grade: Grade) -> None:
    verdict = grade(toy.answer(double="raise NotImplementedError"))
    assert (verdict.outcome, verdict.score) == ("raised", 2)
    assert "write your code between its markers" in checks(verdict)["test_double"].message.en


def test_the_untouched_stub_can_be_run_all_the_same(grade: Grade) -> None:
    verdict = grade(toy.STUB, policy=Policy(even_unattempted=True))
    assert (verdict.outcome, verdict.score) == ("raised", 0)


# --- where it went wrong --------------------------------------------------------------------------------------------

RAISES = "y = np.asarray(x)\nhelper = [][3]\nreturn y"


def test_an_exception_is_shown_with_the_students_own_line(grade: Grade) -> None:
    text = "# my name\n\n\n" + toy.answer(double=RAISES)
    result = checks(grade(text))["test_double"]
    line = toy.line_of(text, "helper = [][3]")
    assert result.outcome == "raised" and "IndexError" in result.message.en
    assert result.traceback == f"line {line} in double\n    helper = [][3]"


def test_an_exception_is_shown_with_the_students_own_cell(grade: Grade) -> None:
    text = toy.answer(double=RAISES)
    head, body = text.split("def double")
    cells = ["# text", head, "x = 'a cell of my own'", f"# mine\ndef double{body}"]
    result = checks(grade(toy.notebook(*cells, markdown=[0]), "toy.ipynb"))["test_double"]
    line = toy.line_of(cells[3], "helper = [][3]")
    assert result.traceback == f"code cell 3, line {line} in double\n    helper = [][3]"


def test_a_frame_of_the_stub_is_given_code(grade: Grade, write_toy: Any) -> None:
    stub = toy.STUB + "\n\ndef call(function, x):\n    return function(x)\n"
    lesson = write_toy({"toy.py": stub}, {})
    result = checks(grade(toy.answer(double="return call(fails, x)\n\ndef fails(x):\n    1 / 0"), lesson=lesson))
    assert result["test_double"].outcome == "raised"
    text = toy.answer(double="return call(lambda x: 1 / 0, x)")
    traceback = checks(grade(text, lesson=lesson))["test_double"].traceback
    assert "(given code) in call\n    return function(x)" in traceback


@pytest.mark.parametrize("as_notebook", [False, True], ids=["py", "ipynb"])
def test_a_syntax_error_is_shown_with_the_students_own_place(grade: Grade, as_notebook: bool) -> None:
    text = toy.answer(double="y = = 2\nreturn y")
    if as_notebook:
        cells = ["import numpy as np", text]
        verdict = grade(toy.notebook(*cells), "toy.ipynb")
        where = f"code cell 2, line {toy.line_of(text, 'y = = 2')}"
    else:
        verdict = grade(text)
        where = f"line {toy.line_of(text, 'y = = 2')}"
    assert (verdict.outcome, verdict.score) == ("raised", 2)
    assert outcomes(verdict) == ["raised", "passed", "skipped", "passed"]
    (notice,) = verdict.notices
    assert notice.text == checks(verdict)["test_double"].message
    result = checks(verdict)["test_double"]
    assert "SyntaxError" in result.message.en and result.traceback == f"{where}\n    y = = 2"


# --- ways to go wrong -----------------------------------------------------------------------------------------------

MISBEHAVIOURS = {
    "infinite loop": ("while True:\n    pass", "timeout", "within 2 seconds"),
    "30 GB": ("return np.ones(30 * 2**27)", "memory", "more memory"),
    "os._exit": ("import os\nos._exit(0)", "crashed", "exit status 0"),
    "abort": ("import os\nos.abort()", "crashed", "ended by signal"),
    "sys.exit": ("import sys\nsys.exit(1)", "raised", "exit()"),
    "breakpoint": ("breakpoint()\nreturn 2 * x", "raised", "remove `breakpoint()` or `pdb.set_trace()`"),
    "pdb": ("import pdb\npdb.set_trace()\nreturn 2 * x", "raised", "remove `breakpoint()` or `pdb.set_trace()`"),
    "a fraction for an index": ("return x[: 4 / 2]", "raised", "slice indices must be integers"),
    "exit": ("raise SystemExit", "raised", "exit()"),
    "prints 500 MB": ("while True:\n    print('x' * 10**6)", "output_limit", "more than 64 KB"),
    "prints arrays without end": ("while True:\n    print(x)", "output_limit", "more than 64 KB and did not stop"),
    "5 MB returned": ("return np.zeros(5 << 20, np.uint8)", "failed", "too large"),
    "recursion": ("return double(x)", "raised", "RecursionError"),
    "returns None": ("y = 2 * x", "failed", "None"),
    "returns a list": ("return (2 * x).tolist()", "failed", "a list of 2 items"),
    "returns a generator": ("return (2 * row for row in x)", "failed", "an object of type generator"),
    "returns text": ("return str(2 * x)", "failed", "a value of type str"),
    "wrong shape": ("return (2 * x).T", "failed", "the axes are in another order"),
    "wrong dtype": ("return (2 * x).astype(int)", "failed", "int64"),
    "object dtype": ("return (2 * x).astype(object)", "failed", "an object of type ndarray"),
    "NaN": ("return 2 * x * np.nan", "failed", "NaN"),
    "one NaN": ("y = 2 * x\ny[1, 2] = np.nan\nreturn y", "failed", "the first at index (1, 2)"),
    "asks for input": ("return float(input()) * x", "raised", "asked for input with `input()`"),
    "a thread left behind": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\nreturn x",
        "failed", "wrong"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "outcome", "said"), MISBEHAVIOURS.values(), ids=MISBEHAVIOURS.keys())
def test_a_function_that_misbehaves_fails_its_check_and_no_other(
    grade: Grade, body: str, outcome: str, said: str
) -> None:
    verdict = grade(toy.answer(double=body))
    result = checks(verdict)["test_double"]
    assert result.outcome == outcome and said in result.message.en
    assert outcomes(verdict) == [outcome, "passed", "skipped", "passed"]
    assert (verdict.outcome, verdict.score) == (outcome, 2)


LYING_OBJECT = """
class Liar:
    shape = (2, 3)
    dtype = np.dtype(float)
    ndim = 2
    def __eq__(self, other): return True
    def __array__(self, dtype=None, copy=None): raise TypeError
    def __len__(self): return 2
return Liar()
"""
LYING_ARRAY = """
class Liar(np.ndarray):
    @property
    def shape(self): return (2, 3)
    def __abs__(self): return np.zeros((2, 3))
    def __sub__(self, other): return np.zeros((2, 3))
return np.zeros(1).view(Liar)
"""
LYING_MODULE = """
import numpy as np
np.allclose = np.array_equal = lambda *a, **k: True
np.abs = np.isfinite = lambda *a, **k: np.zeros(1)
return x
"""


@pytest.mark.parametrize("body", [LYING_OBJECT, LYING_ARRAY, LYING_MODULE], ids=["object", "array", "module"])
def test_lies_are_data(grade: Grade, body: str) -> None:
    result = checks(grade(toy.answer(double=body)))["test_double"]
    assert (result.outcome, result.points) == ("failed", 0)


ARITY = {
    "too many": ("def double(x, y):", "missing 1 required positional argument"),
    "too few": ("def double():", "0 positional"),
}


@pytest.mark.parametrize(("header", "said"), ARITY.values(), ids=ARITY.keys())
def test_a_wrong_arity(grade: Grade, header: str, said: str) -> None:
    body = f"return 2 * x\n\n\n{header}\n    return 2"  # the region of `double` ends with another definition
    text = toy.answer(double=body).replace(f"    {header}\n        return 2", f"{header}\n    return 2")
    result = checks(grade(text))["test_double"]
    assert result.outcome == "raised" and said in result.message.en


def test_a_function_that_was_deleted_is_missing(grade: Grade) -> None:
    result = checks(grade(toy.answer(total="return np.sum(x)\n\n\nXXX").replace("    XXX", "del double")))[
        "test_double"
    ]
    assert result.outcome == "failed" and "there is no double in your program" in result.message.en


def test_a_name_that_is_no_function_any_more(grade: Grade) -> None:
    text = toy.answer(total="return np.sum(x)\n\n\nXXX").replace("    XXX", "double = 3")
    assert "no longer a function" in checks(grade(text))["test_double"].message.en


def test_state_of_the_program_does_not_reach_the_next_submission(grade: Grade) -> None:
    first = grade(toy.answer(double="np.pi = 3\nnp.sum = None\nopen('left', 'w').close()\nreturn 2.0 * x"))
    assert first.score == 5
    assert (
        grade(toy.answer(double="import os\nassert np.pi > 3 and not os.path.exists('left')\nreturn 2.0 * x")).score
        == 7
    )


# --- while it is loaded ---------------------------------------------------------------------------------------------


def at_top_level(code: str) -> str:
    """An answer whose last region ends with this code, outside any function."""
    marked = "return np.sum(x)\n\n\n" + "\n".join("XXX" + line for line in code.split("\n"))
    return toy.answer(total=marked).replace("    XXX", "")


def test_a_slow_import_is_not_held_against_anybody(grade: Grade) -> None:
    assert grade(at_top_level("import time\ntime.sleep(0.5)\nimport wave, xml.dom.minidom")).outcome == "passed"


def test_a_program_that_hangs_while_it_loads_times_out_once(grade: Grade) -> None:
    verdict = grade(at_top_level("while True:\n    pass"))
    assert verdict.outcome == "timeout" and verdict.score == 5
    assert outcomes(verdict) == ["passed", "timeout", "passed", "timeout"]
    assert verdict.timings.wall < 4 * toy.CALL_SECONDS * len(toy.POINTS)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("import os; os._exit(3)", "crashed"), ("1 / 0", "raised"), ("import cowsay_of_the_moon", "raised"),
     ("exit()", "raised"), ("while True: print('x' * 10**6)", "output_limit"), ("kept = np.ones(10**11)", "memory")],
)  # fmt: skip
def test_a_region_that_cannot_be_loaded_costs_itself(grade: Grade, code: str, outcome: str) -> None:
    verdict = grade(at_top_level(code))
    assert (verdict.outcome, verdict.score) == (outcome, 5)
    assert outcomes(verdict) == ["passed", outcome, "passed", outcome]
    assert (
        "the rest was graded without this region" in verdict.notices[0].text.en
        and "`total`" in verdict.notices[0].text.zh
    )


def test_what_it_prints_while_it_loads_is_shown(grade: Grade) -> None:
    assert checks(grade(at_top_level("print('loaded')")))["test_double"].output == "loaded\n"


# --- honest ones ----------------------------------------------------------------------------------------------------

HONEST = {
    "a warning": "import warnings\nwarnings.warn('careful')\nreturn 2.0 * x",
    "a print": "print('x =', x)\nreturn 2.0 * x",
    "a log line on stderr": "import sys\nprint('E0000 cuInit failed', file=sys.stderr)\nreturn 2.0 * x",
    "logging": "import logging\nlogging.error('hm')\nreturn 2.0 * x",
    "a helper inside the region": "def helper(y):\n    return y + y\nreturn 1.0 * helper(x)",
    "float32": "return (2 * x).astype(np.float32)",
    "a subclass of an array": "return np.ma.masked_array(2.0 * x)",
    "a temporary file": "np.save('x.npy', x)\nreturn 2.0 * np.load('x.npy')",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool:\n"
               "    return np.array(list(pool.map(lambda row: 2.0 * row, x)))",
    "chinese": "print('结果', x)\n结果 = 2.0 * x\nreturn 结果",
}  # fmt: skip


@pytest.mark.parametrize("body", HONEST.values(), ids=HONEST.keys())
def test_honest_code_has_full_marks(grade: Grade, body: str) -> None:
    verdict = grade(toy.answer(double=body))
    assert (verdict.outcome, verdict.score) == ("passed", toy.MAX_SCORE), outcomes(verdict)


@pytest.mark.parametrize("what", ["print(n, x)", "print('y' * 300)", "import sys; sys.stdout.write('y' * 200)"])
def test_output_that_is_too_long_is_cut_and_costs_nothing(grade: Grade, what: str) -> None:
    verdict = grade(toy.answer(double=f"for n in range(10_000):\n    {what}\nreturn 2.0 * x"))
    assert (verdict.outcome, verdict.score) == ("passed", toy.MAX_SCORE), outcomes(verdict)
    (notice,) = verdict.notices
    assert "prints a lot" in notice.text.en and "打印得太多" in notice.text.zh
    assert len(checks(verdict)["test_double"].output) <= 20_100


def test_extra_cells_cost_nothing(grade: Grade) -> None:
    text = toy.answer()
    cells = ["%matplotlib inline", "!pip install numpy", "print('hello')", text, "double(np.ones(3))", "1 / 0"]
    verdict = grade(toy.notebook(*cells), "toy.ipynb")
    assert (verdict.outcome, verdict.score) == ("passed", toy.MAX_SCORE)


# --- the seed -------------------------------------------------------------------------------------------------------

TELLS = "print([float(number).hex() for number in x.ravel()])\nreturn 2.0 * x"


def drawn_from(seed: int) -> str:
    """What `TELLS` prints where `test_double` draws from `seed`."""
    x = np.random.default_rng([seed, zlib.crc32(b"test_double")]).normal(size=(2, 3))
    return f"{[float(number).hex() for number in x.ravel()]}\n"


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds that are sent into sandboxes."""
    seeds: list[int] = []
    load = Box.load

    def spy(box: Box, *args: Any, seed: int = 0, **kwargs: Any) -> Any:
        seeds.append(seed)
        return load(box, *args, seed=seed, **kwargs)

    monkeypatch.setattr(Box, "load", spy)
    return seeds


def inside(seed: int) -> int:
    return int.from_bytes(hashlib.sha256(b"inside %d" % seed).digest()[:4])


def test_neither_inputs_nor_what_enters_the_sandbox_can_be_searched_for_a_fresh_seed(
    grade: Grade, entered: list[int], tmp_path: Path
) -> None:
    verdict = grade(toy.answer(double=TELLS), seed=None)
    seed = verdict.environment.seed
    assert isinstance(seed, str) and re.fullmatch("[0-9a-f]{32}", seed)
    assert checks(verdict)["test_double"].output == drawn_from(int(seed, 16)), "all 128 bits are drawn from"
    assert entered == [inside(int(seed, 16))], "all 128 bits are hashed"
    verdict.write(tmp_path / "verdict.json")
    assert Verdict.read(tmp_path / "verdict.json").environment.seed == seed


def test_fresh_seeds_differ_in_every_one_of_their_128_bits() -> None:
    seeds = [source_of(fresh_seed()) for _ in range(200)]
    both = [{seed >> bit & 1 for seed in seeds} for bit in range(128)]
    assert all(bits == {0, 1} for bits in both) and max(seeds) < 2**128 and len(set(seeds)) == len(seeds)


def test_a_fresh_seed_is_another_each_time_and_repeats_its_verdict(grade: Grade, entered: list[int]) -> None:
    first, second = (grade(toy.answer(double=TELLS), seed=None) for _ in range(2))
    assert first.environment.seed != second.environment.seed
    again = grade(toy.answer(double=TELLS), seed=first.environment.seed)
    outputs = [[check.output for check in verdict.checks] for verdict in (first, second, again)]
    assert outputs[0] == outputs[2] != outputs[1]
    assert entered[0] == entered[2] != entered[1]


def test_a_seed_that_an_older_grader_drew_repeats_its_verdict(grade: Grade, entered: list[int]) -> None:
    """What that grader drew from, written down: 128 bits by PBKDF2 of the number in its verdict."""
    seed, stretched = 5_183_620_947_326_113, 0x4B4673DEFBB3C17F845808625070B5CC
    verdict = grade(toy.answer(double=TELLS), seed=seed)
    assert checks(verdict)["test_double"].output == drawn_from(stretched) and entered == [inside(stretched)]
    assert verdict.environment.seed == seed


@pytest.mark.parametrize("seed", ["", "7", "g" * 32, "0" * 31, "0" * 33, "A" * 32, "0" * 32 + "\n"])
def test_what_is_no_seed_is_named_and_judges_nobody(grade: Grade, seed: str) -> None:
    with pytest.raises(ValueError, match="is no seed"):
        grade(toy.answer(), seed=seed)


def test_a_small_seed_given_by_hand_is_used_as_it_is(grade: Grade, entered: list[int]) -> None:
    verdict = grade(toy.answer(double=TELLS), seed=2**32 - 1)
    assert verdict.environment.seed == 2**32 - 1
    assert checks(verdict)["test_double"].output == drawn_from(2**32 - 1) and entered == [inside(2**32 - 1)]


# --- notices, rejections --------------------------------------------------------------------------------------------


def test_code_outside_the_regions_is_named_and_not_graded(grade: Grade) -> None:
    text = toy.answer(double="return math.fsum([2]) * x").replace(
        "import numpy as np", "import numpy as np\nimport math"
    )
    verdict = grade(text)
    (notice,) = verdict.notices
    assert (
        notice.text.en == "this is outside Begin/End and is not graded: import math" and "不参与评分" in notice.text.zh
    )
    assert (notice.line, notice.cell) == (4, None)
    assert "NameError" in checks(verdict)["test_double"].message.en


def test_a_notice_names_the_cell(grade: Grade) -> None:
    verdict = grade(toy.notebook("import numpy as np", "# mine\nimport math", toy.answer()), "toy.ipynb")
    assert [(notice.cell, notice.line) for notice in verdict.notices] == [(2, 2)]
    assert verdict.score == toy.MAX_SCORE


REJECTED = {
    "no markers": ("def double(x):\n    return 2 * x\n", "toy.py", "markers"),
    "nested markers": (f"{marker('Begin', 'double')}\n" * 3 + "x = 1", "toy.py", "line 2"),
    "another lesson's regions": (toy.answer().replace("total", "mean").replace("double", "half"), "toy.py", "`half`"),
    "not JSON": ('{"cells": [', "toy.ipynb", "not a readable notebook"),
    "no notebook": ('{"a": 1}', "toy.ipynb", "no notebook"),
    "no code": ("# nothing\n", "toy.py", "no code"),
    "another encoding": ("x = '门'".encode("gbk"), "toy.py", "UTF-8"),
}


@pytest.mark.parametrize(("text", "name", "said"), REJECTED.values(), ids=REJECTED.keys())
def test_what_cannot_be_read_is_rejected_with_the_reason(grade: Grade, text: str | bytes, name: str, said: str) -> None:
    verdict = grade(text, name)
    assert (verdict.outcome, verdict.score, verdict.max_score) == ("rejected", 0, toy.MAX_SCORE)
    assert said in verdict.reason.en and verdict.reason.zh
    data = text if isinstance(text, bytes) else text.encode()
    assert verdict.submission_sha256 == hashlib.sha256(data).hexdigest() and verdict.checks == []


def test_a_marker_error_in_a_notebook_names_the_cell(grade: Grade) -> None:
    broken = f"def double(x):\n    {marker('End', 'double')}\n"
    reason = grade(toy.notebook("import numpy as np", broken), "toy.ipynb").reason
    assert "code cell 2, line 2" in reason.en and "第 2 个代码单元格第 2 行" in reason.zh


@pytest.mark.parametrize("kind", ["missing", "folder", "link"])
def test_what_is_no_file_is_rejected_without_a_hash(
    toy_lesson: Lesson, numpy_server: WarmServer, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "toy.py"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        (tmp_path / "real.py").write_text(toy.answer())
        path.symlink_to("real.py")
    verdict = grade_submission(toy_lesson, path, lambda _: numpy_server.handle, seed=SEED)
    assert (verdict.outcome, verdict.submission_sha256) == ("rejected", None)


# --- options --------------------------------------------------------------------------------------------------------


def test_a_seed_repeats_a_verdict(grade: Grade) -> None:
    def essence(verdict: Verdict) -> Any:
        facts = verdict.model_dump(exclude={"graded_at", "timings"})
        for check in facts["checks"]:
            del check["seconds"]
        return facts

    text = toy.answer(double="print(x)\nreturn 2.0 * x + (x > 0)")
    one, same, other = (grade(text, seed=seed) for seed in (1, 1, 2))
    assert essence(one) == essence(same) != essence(other)
    assert one.checks[0].output == same.checks[0].output != other.checks[0].output


def test_without_a_seed_each_verdict_draws_its_own(grade: Grade) -> None:
    seeds = {grade(toy.answer(), seed=None).environment.seed for _ in range(2)}
    assert len(seeds) == 2


def test_without_hidden_checks_the_score_is_of_the_public_ones(grade: Grade) -> None:
    verdict = grade(toy.answer(), selection=Selection(hidden=False), seed=1)
    assert [check.id for check in verdict.checks] == ["test_double", "test_total"]
    assert verdict.score == verdict.max_score == toy.MAX_PUBLIC


def test_only_some_checks(grade: Grade) -> None:
    verdict = grade(toy.answer(), selection=Selection(only=frozenset({"test_double_zeros"})), seed=1)
    assert [check.id for check in verdict.checks] == ["test_double", "test_double_zeros"]
    assert verdict.score == verdict.max_score == 5


def test_options_are_written_into_the_verdict(grade: Grade) -> None:
    environment = grade(toy.answer(), policy=Policy(profile="long", forced=True), seed=1).environment
    assert (environment.profile, environment.sandbox) == ("long", "strict")
    assert environment.forced is False, "the flag was not needed"


def test_max_score(toy_lesson: Lesson) -> None:
    assert (max_score(toy_lesson), max_score(toy_lesson, hidden=False)) == (toy.MAX_SCORE, toy.MAX_PUBLIC)


# --- our own faults -------------------------------------------------------------------------------------------------


BUGGY = (
    toy.HIDDEN + "\n\ndef test_buggy(student):\n    student.total([1.0])\n    raise KeyError('a bug of the author')\n"
)
PICKY = """

def test_picky(student, rng):
    first, second = student.double(rng.normal(size=2))
    assert first + second
"""


def is_ours(verdict: Verdict) -> bool:
    return verdict.outcome == "grader_error" and verdict.score is None and "grade again" in verdict.reason.en


def test_a_check_that_stumbles_over_the_reference_too_is_a_grader_error_that_names_it(
    grade: Grade, write_toy: Any
) -> None:
    verdict = grade(toy.answer(), lesson=write_toy({}, {"test_hidden.py": BUGGY}))
    assert is_ours(verdict) and "test_buggy of 01-toy has a bug: KeyError" in verdict.reason.en


def test_a_check_that_stumbles_over_the_claim_alone_fails_it(grade: Grade, write_toy: Any) -> None:
    lesson = write_toy({}, {"test_hidden.py": toy.HIDDEN + PICKY})
    assert grade(toy.answer(), lesson=lesson).score == toy.MAX_SCORE + 1
    verdict = grade(toy.answer(double="pass"), lesson=lesson)
    assert verdict.outcome == "failed"
    assert checks(verdict)["test_picky"].message.en.startswith("double returned None")


def test_of_the_references_own_run_nothing_reaches_the_verdict(
    write_toy: Any, numpy_server: WarmServer, submit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference is asked in another place, with another GPU, and is stopped early; the verdict is the student's."""
    lesson = write_toy({}, {"test_hidden.py": toy.HIDDEN + PICKY})
    other = dataclasses.replace(numpy_server.handle, backend="jax", versions={"other": "1"})
    handles, programs = [numpy_server.handle, other], []
    judged = plugin.run_checks

    def run_checks(lesson: Lesson, session: Any, *args: Any, **kwargs: Any) -> Any:
        checked = judged(lesson, session, *args, **kwargs)
        programs.append(session.program.text())
        session.box.usage.device_name = f"GPU {len(programs)}"
        if len(programs) == 2:
            session.stopped = "of no use"
            checked.dataset = "mnist"
            checked.measures["accuracy"] = 1.0
        return checked

    monkeypatch.setattr(plugin, "run_checks", run_checks)
    path = submit(toy.answer(double="pass"))
    verdict = grade_submission(lesson, path, lambda _: handles[len(programs)], seed=SEED, student="ada")
    assert len(programs) == 2, verdict.reason
    assert "return FACTOR" in programs[1] and "return FACTOR" not in programs[0]
    environment = verdict.environment
    assert (verdict.outcome, environment.device_name, environment.sandbox) == ("failed", "GPU 1", "strict")
    assert (environment.backend, environment.versions) == (None, numpy_server.handle.versions)
    assert (verdict.notices, verdict.measures, environment.dataset) == ([], {}, None)


def test_what_is_our_fault_says_where_the_student_was_judged(
    write_toy: Any, numpy_server: WarmServer, submit: Any
) -> None:
    lesson = write_toy({}, {"test_hidden.py": BUGGY})
    handles = [dataclasses.replace(numpy_server.handle, versions={"asked": name}) for name in ("student", "reference")]
    verdict = grade_submission(lesson, submit(toy.answer()), lambda _: handles.pop(0), seed=SEED)
    assert is_ours(verdict) and not handles and verdict.environment.versions == {"asked": "student"}


PROBE_WITH_A_BUG = "raise KeyError('a bug of the author')\n"
PROBE_OF_THE_PROGRAM = "limits = student.FACTOR + len(student.LIMITS if hasattr(student, 'LIMITS') else ())\n"


def test_a_probe_that_cannot_be_loaded_is_our_fault(grade: Grade, write_toy: Any) -> None:
    lesson = write_toy({"probe.py": PROBE_WITH_A_BUG}, {})
    verdict = grade(toy.answer(double="return x"), lesson=lesson)
    assert is_ours(verdict)
    assert "not even the reference of 01-toy can be loaded with its probe.py: KeyError: 'a bug" in verdict.reason.en
    assert verdict.for_student().reason is None, "the words are the lesson's own"


@pytest.mark.parametrize("code", ["FACTOR = None", "LIMITS = 3", "1 / 0", "import os; os._exit(1)"])
def test_a_probe_that_only_this_program_breaks_is_its_own_fault(grade: Grade, write_toy: Any, code: str) -> None:
    lesson = write_toy({"probe.py": PROBE_OF_THE_PROGRAM}, {})
    assert grade(toy.answer(), lesson=lesson).outcome == "passed"
    verdict = grade(at_top_level(code), lesson=lesson)
    assert verdict.outcome in ("raised", "crashed") and verdict.score == 5


def test_without_a_reference_a_stumble_is_the_claims(grade: Grade, write_toy: Any) -> None:
    lesson = write_toy({"test_public.py": "def test_a(student):\n    a, b = student.double(1)\n"}, {})
    shutil.rmtree(lesson.private)
    public = load_lesson(lesson.public.parents[1], lesson.id)
    selection = Selection(hidden=False)
    assert grade(toy.answer(double="return None"), lesson=public, selection=selection).outcome == "failed"


@pytest.mark.parametrize(
    ("public", "private", "said"),
    [
        ({"test_public.py": "def test_a(:\n"}, {}, "cannot be read"),
        ({"test_public.py": "def test_a(): pass\n"}, {"test_hidden.py": "def test_a(): pass\n"}, "is the name of"),
        ({"toy.py": "x = 1\n"}, {}, "stub has no region"),
    ],
    ids=["checks", "names", "stub"],
)  # fmt: skip
def test_a_broken_lesson_is_our_fault(grade: Grade, write_toy: Any, public: Any, private: Any, said: str) -> None:
    verdict = grade(toy.answer(), lesson=write_toy(public, private))
    assert is_ours(verdict) and said in verdict.reason.en


def test_an_unknown_profile_is_named(grade: Grade) -> None:
    verdict = grade(toy.answer(), policy=Policy(profile="tpu"))
    assert is_ours(verdict) and "no profile 'tpu'; it has cpu, long" in verdict.reason.en


def test_a_sandbox_that_fails_is_our_fault(toy_lesson: Lesson, submit: Any, tmp_path: Path) -> None:
    gone = Handle("numpy", str(tmp_path / "none.sock"), "strict", {}, None)
    assert is_ours(grade_submission(toy_lesson, submit(toy.answer()), lambda _: gone, seed=SEED))

    def cannot(runtime: str) -> Handle:
        raise SandboxError(f"no {runtime} here")

    verdict = grade_submission(toy_lesson, submit(toy.answer()), cannot, seed=SEED)
    assert is_ours(verdict) and "no numpy here" in verdict.reason.en


def test_a_fault_of_ours_can_be_declared(toy_lesson: Lesson, tmp_path: Path) -> None:
    verdict = own_fault(toy_lesson, "toy.py", "ada", "the disk is on fire")
    assert is_ours(verdict) and "the disk is on fire" in verdict.reason.zh
    assert (verdict.student, verdict.file) == ("ada", "toy.py")
    assert verdict.environment.judging_version == JUDGING_VERSION


def test_a_name_that_is_no_text_does_not_break_the_verdict(grade: Grade, tmp_path: Path) -> None:
    verdict = grade(toy.answer(), "caf\udce9.py")
    assert verdict.score == toy.MAX_SCORE
    verdict.write(tmp_path / "verdict.json")
    assert Verdict.read(tmp_path / "verdict.json") == verdict


# --- servers --------------------------------------------------------------------------------------------------------


def test_servers_start_once_and_again_if_they_died() -> None:
    with Servers("process", maximum="process") as servers:
        first = servers.get("numpy")
        assert servers.get("numpy") is first and first.level == "process"
        servers._running["numpy"]._process.kill()
        servers._running["numpy"]._process.wait()
        second = servers.get("numpy")
        assert second.address != first.address
    assert not Path(second.address).exists()


def test_an_unknown_level_is_named() -> None:
    with pytest.raises(ValueError, match="no sandbox level 'moat'; there are process, container, strict"):
        Servers("moat")


def test_a_slower_runtime_has_more_time(
    numpy_server: WarmServer, toy_lesson: Lesson, submit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As JAX has to compile."""
    nap = f"import time; time.sleep({1.5 * toy.CALL_SECONDS})"
    slow = toy.answer(double=f"{nap}\nreturn FACTOR * np.asarray(x, dtype=float)")
    for factor, outcome in ((1, "timeout"), (find("keras").time_factor("jax"), "passed")):
        monkeypatch.setattr(NumPy, "time_factor", lambda self, backend, factor=factor: factor)
        verdict = grade_submission(toy_lesson, submit(slow), lambda _: numpy_server.handle, seed=7)
        assert verdict.outcome.value == outcome


# --- servers --------------------------------------------------------------------------------------------------------

READER = """
def read(path):
    try:
        return open(path).read()
    except OSError as error:
        return type(error).__name__
"""


def test_the_labels_of_every_scikit_learn_that_can_be_seen_are_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    labels, code = packages / "sklearn" / "datasets" / "data" / "digits.csv.gz", packages / "sklearn" / "base.py"
    labels.parent.mkdir(parents=True)
    labels.write_text("labels")
    code.write_text("code")
    tmp_path.chmod(0o755)
    with Servers("strict") as servers:
        monkeypatch.setattr(sys, "prefix", str(tmp_path))  # later than the Servers: what counts is what a sandbox sees
        with Box(servers.get("numpy"), Limits()) as box:
            box.load(READER, "answer.py")
            said = [box.call("read", [str(path)]).value for path in (labels, code)]
    assert said[0] in ("FileNotFoundError", "PermissionError") and said[1] == "code"


# --- public checks only is asked for, never what happens -------------------------------------------------------------


@pytest.mark.parametrize("loss", ["folder", "file", "checks", "a folder in its place"])
def test_without_hidden_checks_nothing_is_passed(grade: Grade, write_toy: Any, loss: str) -> None:
    private = write_toy({}, {}).private
    hidden = private / "test_hidden.py"
    if loss == "folder":
        shutil.rmtree(private)
    elif loss == "checks":
        hidden.write_text("import numpy\n")
    else:
        hidden.unlink()
    if loss == "a folder in its place":
        hidden.mkdir()
    lesson = load_lesson(private.parents[1], private.name)
    verdict = grade(toy.answer(), lesson=lesson)
    assert (verdict.outcome, verdict.score) == ("grader_error", None)
    assert "no private half" in verdict.reason.en or "no hidden checks" in verdict.reason.en
    verdict = grade(toy.answer(), lesson=lesson, selection=Selection(hidden=False))
    assert (verdict.outcome, verdict.score) == ("passed", toy.MAX_PUBLIC)


@pytest.mark.parametrize("hidden", [False, True])
def test_a_verdict_says_whether_hidden_checks_were_run(grade: Grade, toy_lesson: Lesson, hidden: bool) -> None:
    selection = Selection(hidden=hidden)
    for text in (toy.answer(), toy.STUB, "no markers = 1\n"):
        assert grade(text, selection=selection).environment.public_only is not hidden
    failed = own_fault(toy_lesson, "toy.py", "ada", "why", selection=selection)
    assert failed.environment.public_only is not hidden
