"""One slip costs one slip: a region that cannot be used costs its own checks, and those that need it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.course.lesson import Lesson
from grader.grading.parts import functions_of, program_of, stood_in
from grader.grading.submission import parse
from grader.source.regions import marker
from grader.source.splicing import splice
from grader.verdict import Verdict
from tests import toy

Grade = Callable[..., Verdict]

NEEDS_TWO = {"test_public.py": toy.PUBLIC + '''

def test_mean(student):
    """mean(x) is the mean
    mean(x) 等于平均值"""
    expect(student.mean(np.arange(5.0)), "mean(x)").close(2.0)
'''.replace("import pytest", "")}  # fmt: skip
MEAN = f'''

def mean(x):
    """The mean of all elements."""
    {marker("Begin", "mean")}
    raise NotImplementedError
    {marker("End", "mean")}
'''


@pytest.fixture
def with_mean(write_toy: Any) -> Callable[..., Lesson]:
    """The toy lesson with a third function, which is built on `total`."""

    def write(**public: str) -> Lesson:
        checks = NEEDS_TWO["test_public.py"].replace("import pytest", "import numpy as np\nimport pytest", 1)
        return write_toy({"toy.py": toy.STUB + MEAN, "test_public.py": checks, **public}, {})

    return write


def answer(mean: str = "return total(x) / len(x)", **bodies: str) -> str:
    return toy.answer(**bodies) + MEAN.replace("raise NotImplementedError", mean)


def outcomes(verdict: Verdict) -> dict[str, str]:
    assert verdict.outcome != "grader_error", verdict.reason
    return {check.id.removeprefix("test_"): check.outcome.value for check in verdict.checks}


def message(verdict: Verdict, check: str) -> str:
    (found,) = [one for one in verdict.checks if one.id == check]
    assert found.message is not None and found.message.en != found.message.zh
    return found.message.en


BROKEN = {
    "no Python": (lambda text: text.replace("np.sum(x)", "np.sum(x"),
                  "is no Python (the bracket `(` is never closed)"),
    "lost markers": (lambda text: text.replace(marker("Begin", "total"), "").replace(marker("End", "total"), ""),
                     "The region `total` is not in this file"),
    "raises while loading": (lambda text: text.replace("return np.sum(x)", "return np.sum(x)\n1 / 0"),
                             "in the region `total`: your code raised ZeroDivisionError"),
    "is no Python to the compiler": (lambda text: text.replace("return np.sum(x)", "break"),
                                     "is no Python (SyntaxError: 'break' outside loop)"),
}  # fmt: skip


@pytest.mark.parametrize(("slip", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_region_costs_its_own_checks_and_those_that_need_it(
    grade: Grade, with_mean: Any, slip: Callable[[str], str], said: str
) -> None:
    verdict = grade(slip(answer()), lesson=with_mean())
    assert [name for name, outcome in outcomes(verdict).items() if outcome == "passed"] == ["double", "double_zeros"]
    assert said in message(verdict, "test_total") and said in message(verdict, "test_total_negative")
    assert message(verdict, "test_mean").startswith("this check needs the region `total`, which could not be used: ")
    assert said in message(verdict, "test_mean")
    assert any(said in notice.text.en for notice in verdict.notices)


@pytest.mark.parametrize(("slip", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_who_does_not_need_it_loses_nothing(
    grade: Grade, with_mean: Any, slip: Callable[[str], str], said: str
) -> None:
    verdict = grade(slip(answer(mean="return x.mean()")), lesson=with_mean())
    assert {name for name, outcome in outcomes(verdict).items() if outcome != "passed"} == {"total", "total_negative"}


def test_each_broken_region_is_told(grade: Grade, with_mean: Any) -> None:
    text = answer(double="return (", total="return np.sum(x)\n", mean="return x.mean()").replace(
        "return np.sum(x)", "return np.sum(x)\nraise KeyError"
    )
    verdict = grade(text, lesson=with_mean())
    assert [name for name, outcome in outcomes(verdict).items() if outcome == "passed"] == ["mean"]
    assert verdict.score == 1 and len(verdict.notices) == 2


def test_a_file_whose_regions_are_all_broken_earns_nothing(grade: Grade) -> None:
    verdict = grade(toy.answer(double="return (", total="return )"))
    assert (verdict.outcome, verdict.score) == ("raised", 0) and len(verdict.notices) == 2


def test_a_region_that_is_as_in_the_stub_is_named_to_who_needs_it(grade: Grade, with_mean: Any) -> None:
    verdict = grade(answer(total="raise NotImplementedError"), lesson=with_mean())
    assert message(verdict, "test_total").startswith("the region `total` is still as in the stub")
    assert message(verdict, "test_mean").startswith(
        "this check needs the region `total`, which is still as in the stub"
    )


def test_what_another_region_raises_is_not_said_of_one_that_is_not_written(grade: Grade, with_mean: Any) -> None:
    """A check of `mean` that came to nothing looks at `total` as well, which has a mistake of its own."""
    asks = "value = student.mean(np.arange(5.0)) or student.total(np.arange(5.0))"
    checks = NEEDS_TWO["test_public.py"].replace("import pytest", "import numpy as np\nimport pytest", 1)
    checks = checks.replace('expect(student.mean(np.arange(5.0)), "mean(x)")', f'{asks}\n    expect(value, "mean(x)")')
    stub = toy.STUB + MEAN.replace("raise NotImplementedError", "")
    lesson = with_mean(**{"toy.py": stub, "test_public.py": checks})
    verdict = grade(answer(mean="", total="return sum_of(x)"), lesson=lesson)
    assert "NameError" in message(verdict, "test_total")
    assert message(verdict, "test_mean").startswith("the region `mean` is still as in the stub")
    (mean,) = [one for one in verdict.checks if one.id == "test_mean"]
    assert mean.traceback is None and mean.diagnosis is None


def test_an_argument_in_a_line_that_is_not_indented(grade: Grade) -> None:
    """Without a return it is Python, and runs while the program is loaded, where there are no arguments."""
    verdict = grade(toy.answer(total="np.sum(x)").replace("    np.sum(x)", "np.sum(x)"))
    assert "this line is not indented like its marker" in message(verdict, "test_total")
    verdict = grade(toy.answer(total="np.sum(z)").replace("    np.sum(z)", "np.sum(z)"))
    assert "name 'z' is not defined" in message(verdict, "test_total")


def test_a_forged_frame_costs_its_author_a_region_and_nothing_else(grade: Grade) -> None:
    """What the process says of an exception is taken at its word only against its author."""
    forged = "return np.sum(x)\nexec(compile(chr(10) * 10 + '1 / 0', __file__, 'exec'))"
    verdict = grade(toy.answer().replace("return np.sum(x)", forged))
    assert verdict.score in (0, 2, 5) and verdict.outcome == "raised"


def test_retries_are_no_more_than_regions_and_within_the_time(grade: Grade) -> None:
    slow = "import time\ntime.sleep(1.5)\nraise KeyError"
    text = toy.answer().replace("return np.sum(x)", f"return np.sum(x)\n{slow}")
    text = text.replace("return FACTOR", f"return 2\n{slow}\ndef more(x):\n    return FACTOR")
    verdict = grade(text)
    assert verdict.score == 0 and verdict.timings.wall < 8


# --- what stands in -------------------------------------------------------------------------------------------------

STAND_IN = f"""
    {marker("Begin", "total")}
    return sum(x.tolist())
    {marker("End", "total")}
"""
WRONG = {
    "raises": "raise KeyError", "returns None": "np.sum(x)", "no Python": "return (", "is wrong": "return np.max(x)",
    "untouched": "raise NotImplementedError", "never ends": "while True: pass",
}  # fmt: skip


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_what_stands_in_makes_every_mistake_cost_the_same(grade: Grade, with_mean: Any, body: str) -> None:
    lesson = with_mean(**{"stand_in.py": STAND_IN})
    verdict = grade(answer(total=body), lesson=lesson)
    lost = {name for name, outcome in outcomes(verdict).items() if outcome != "passed"}
    assert lost == {"total", "total_negative"}
    (mean,) = [check for check in verdict.checks if check.id == "test_mean"]
    assert "the lesson's own `total` in place of yours" in mean.note.en and "`total`" in mean.note.zh


def test_what_stands_in_earns_nothing_for_a_wrong_function_on_top_of_it(grade: Grade, with_mean: Any) -> None:
    lesson = with_mean(**{"stand_in.py": STAND_IN})
    verdict = grade(answer(total="return (", mean="return total(x)"), lesson=lesson)
    assert outcomes(verdict)["mean"] == "failed" and verdict.score == 5


def test_what_stands_in_is_not_used_where_all_is_right(grade: Grade, with_mean: Any) -> None:
    verdict = grade(answer(), lesson=with_mean(**{"stand_in.py": STAND_IN.replace("sum(", "max(")}))
    assert verdict.outcome == "passed" and not any(check.note for check in verdict.checks)


def test_helpers_of_a_wrong_region_are_still_there_for_others(grade: Grade, with_mean: Any) -> None:
    text = answer(total="return np.max(x)\n\nHELPER", mean="return half(total(x)) * 2 / len(x)")
    text = text.replace("    HELPER", "def half(x):\n    return x / 2")
    assert outcomes(grade(text, lesson=with_mean(**{"stand_in.py": STAND_IN})))["mean"] == "passed"


def test_a_stand_in_for_no_region_is_the_lessons_fault(grade: Grade, with_mean: Any) -> None:
    verdict = grade(answer(), lesson=with_mean(**{"stand_in.py": STAND_IN.replace("total", "sum")}))
    assert verdict.outcome == "grader_error" and "stand_in.py:2: the stub has no region" in verdict.reason.en


# --- names that are defined outside -----------------------------------------------------------------------------------


def test_a_name_error_says_where_the_name_is_defined(grade: Grade) -> None:
    cells = [
        "import numpy as np",
        "from math import fsum as add\nimport os.path, sys as system",
        "def twice(x):\n    return 2 * x",
    ]
    bodies = toy.answer(double="return twice(x)", total="return add(x)")
    verdict = grade(toy.notebook(*cells, bodies), "toy.ipynb")
    assert message(verdict, "test_double") == (
        "NameError: `twice` is defined at code cell 3, line 1, outside Begin/End, where nothing is graded; move it "
        "between the markers of `double`"
    )
    assert "`add` is defined at code cell 2, line 1" in message(verdict, "test_total_negative")
    python_2 = grade(toy.answer(double="return [2 * x[i] for i in xrange(2)]"))
    assert message(python_2, "test_double") == "`xrange` is Python 2; in Python 3 it is `range`"


def test_which_function_a_region_answers(with_mean: Any) -> None:
    form = with_mean(
        **{"stand_in.py": STAND_IN, "probe.py": "def ask(name, x):\n    return student.double(x)\n"}
    ).form()
    assert functions_of(form) == {"double": [0], "total": [1], "mean": [2]}
    assert stood_in(form)["total"][0] == "def total(x):" and "    return sum(x.tolist())" in stood_in(form)["total"]
    submission = parse_text(answer())
    program = program_of(form, splice(form.stub, submission.text, submission.cells), submission)
    assert program.concerned("probe", "ask", ("mean", 3)) == ["mean", "double"]
    assert program.needed(["mean"]) == ["mean", "total"] and program.needed(["double"]) == ["double"]
    assert program.loose() == frozenset()


def parse_text(text: str) -> Any:
    from grader.grading.opening import HandedIn

    return parse(HandedIn("toy.py", text.encode()))
