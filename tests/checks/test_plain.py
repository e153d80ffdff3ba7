"""Checks that pytest need not run come to the same as where it runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.checks import plain, plugin
from grader.course.lesson import discover
from grader.verdict import CheckResult

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = """
calls = []

@pytest.fixture(scope="session")
def once(student):
    calls.append("once")
    return student.echo(len(calls))

@pytest.fixture(scope="module", autouse=True)
def always():
    calls.append("always")

@pytest.fixture
def fresh(once, rng):
    calls.append("fresh")
    return once, float(rng.normal())

@pytest.fixture(scope="module")
def broken(student):
    calls.append("broken")
    return student.echo(1 // 0)

@pytest.fixture(scope="module")
def skips():
    pytest.skip("not today")

def test_one(fresh):
    expect(fresh[0], "once").equal(3)

def test_two(fresh, once):
    expect(fresh[1], "random").close(0.0)

@pytest.mark.depends("test_two")
def test_depends(broken):
    pass

def test_broken(broken):
    pass

def test_broken_again(broken, fresh):
    pass

def test_skips(skips):
    pass

def test_plain_words():
    assert False, "in plain words"

def test_calls():
    note(en=" ".join(calls), zh="-")
    calls.clear()
"""
HIDDEN = """
@pytest.fixture(scope="module")
def once():
    return "another"

def test_hidden(once, rng):
    expect(once, "once").equal("another")
    note(en=str(float(rng.normal())), zh="-")
"""
ECHO = "def echo(x):\n    print(x)\n    return x\n"


def told(results: list[CheckResult]) -> list[dict[str, Any]]:
    """All but the time, and the frames of an exception, of which pytest has more."""
    return [result.model_dump(exclude={"seconds", "details"}) for result in results]


def test_what_comes_of_checks_is_the_same_with_pytest_and_without(
    write_lesson: Any, judge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = write_lesson(PUBLIC, HIDDEN)
    assert plain.are_plain(plugin._suite(lesson, True).items)
    without = [told(judge(lesson, ECHO).results) for _ in range(2)]
    assert without[0] == without[1], "the next run begins afresh"
    plugin._collected.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(plain, "are_plain", lambda items: False)
        assert told(judge(lesson, ECHO).results) == without[0]
    plugin._collected.cache_clear()


@pytest.mark.parametrize(
    "public",
    [
        "@pytest.fixture\ndef x():\n    yield 1\n\ndef test_it(x): pass\n",
        "@pytest.fixture\ndef x(request):\n    return 1\n\ndef test_it(x): pass\n",
        "@pytest.fixture(params=[1, 2])\ndef x(request):\n    return 1\n\ndef test_it(x): pass\n",
        "@pytest.fixture(scope='class')\ndef x():\n    return 1\n\ndef test_it(x): pass\n",
        "@pytest.fixture\ndef x():\n    return 1\n\n@pytest.fixture(scope='module')\ndef y(x):\n    return 1\n\n"
        "def test_it(y): pass\n",
        "@pytest.mark.parametrize('n', [1])\ndef test_it(n): pass\n",
        "@pytest.mark.skipif(True, reason='')\ndef test_it(): pass\n",
        "@pytest.mark.xfail\ndef test_it(): pass\n",
        "@pytest.mark.usefixtures('student')\ndef test_it(): pass\n",
        "class TestAll:\n    def test_it(self): pass\n",
        "def setup_module(): pass\ndef test_it(): pass\n",
        "def setup_function(): pass\ndef test_it(): pass\n",
        "@pytest.fixture\ndef rng(rng):\n    return rng\n\ndef test_it(rng): pass\n",
        "async def test_it(): pass\n",
        "pytest_plugins = []\n\ndef test_it(): pass\n",
    ],
)
def test_all_else_is_pytests(write_lesson: Any, public: str) -> None:
    items = plugin._suite(write_lesson(public), True).items
    assert items and not plain.are_plain(items)


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_a_check_that_only_returns_what_would_run_it_is_not_passed(write_lesson: Any, judge: Any, kind: str) -> None:
    body = "pass" if kind == "async def" else "yield"
    public = (
        "import functools\n\ndef wrapped(function):\n    @functools.wraps(function)\n"
        "    def inner(*given, **named):\n        return function(*given, **named)\n    return inner\n\n"
        f"@wrapped\n{kind} test_it(student):\n    {body}\n    assert False\n"
    )
    (result,) = judge(write_lesson(public), ECHO).results
    assert (result.outcome.value, result.points) == ("failed", 0.0)


@pytest.mark.parametrize("lesson", discover(ROOT), ids=lambda lesson: lesson.id)
def test_no_lesson_of_ours_needs_more(lesson: Any) -> None:
    assert plain.are_plain(plugin._suite(lesson, True).items)
