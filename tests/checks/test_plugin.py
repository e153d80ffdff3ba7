"""Checks are ordinary pytest tests: what becomes of each, and what of a lesson whose checks are broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.checks.plugin import CheckError, points_of, titles
from grader.checks.student import Session
from grader.course.lesson import Lesson, LessonError
from grader.sandbox.warm import SandboxError
from grader.verdict import CheckResult, Outcome
from tests import toy

ECHO = "def echo(*args):\n    return args[0] if len(args) == 1 else args\n"


@pytest.fixture
def results(write_lesson: Callable[..., Lesson], judge: Any) -> Callable[..., dict[str, CheckResult]]:
    """The results by id, for these checks and this program."""

    def run(
        public: str, hidden: str = "", program: str = ECHO, with_hidden: bool = True, **how: Any
    ) -> dict[str, CheckResult]:
        checked = judge(write_lesson(public, hidden), program, hidden=with_hidden, **how)
        return {result.id: result for result in checked.results}

    return run


# --- points, titles, order ------------------------------------------------------------------------------------------

PASS_AND_FAIL = '''
@pytest.mark.points(2.5)
def test_good(student):
    """it echoes
    它会回显"""
    expect(student.echo(1), "y").equal(1)

def test_bad(student):
    """it counts
    它会计数"""
    expect(student.echo(1), "y").equal(2)
'''


def test_a_passed_check_earns_its_points_and_any_other_none(results: Any) -> None:
    good, bad = results(PASS_AND_FAIL).values()
    assert (good.outcome, good.points, good.max_points, good.message) == ("passed", 2.5, 2.5, None)
    assert (bad.outcome, bad.points, bad.max_points) == ("failed", 0, 1)
    assert (good.title.en, good.title.zh, good.hidden) == ("it echoes", "它会回显", False)


def test_public_checks_run_first_and_in_the_order_of_the_file(results: Any) -> None:
    public = "def test_z(): pass\ndef test_a(): pass\n"
    hidden = "def test_m(): pass\ndef test_b(): pass\n"
    found = results(public, hidden)
    assert list(found) == ["test_z", "test_a", "test_m", "test_b"]
    assert [check.hidden for check in found.values()] == [False, False, True, True]
    assert list(results(public, hidden, with_hidden=False)) == ["test_z", "test_a"]


CONFIRMED = """
@pytest.mark.confirmed_by("test_fresh")
def test_example(student):
    expect(student.echo(1), "y").equal(1)
"""
FRESH = "def test_fresh(student):\n    expect(student.echo(7), 'y').equal(7)\n"


def test_an_example_that_no_hidden_check_confirms_earns_nothing(results: Any) -> None:
    right = results(CONFIRMED, FRESH)["test_example"]
    assert (right.outcome, right.points, right.note) == ("passed", 1, None)
    copied = results(CONFIRMED, FRESH, program="def echo(x):\n    return 1\n")["test_example"]
    assert (copied.outcome, copied.points, copied.max_points) == ("passed", 0, 1)
    assert copied.note and "on other inputs" in copied.note.en and "别的输入" in copied.note.zh
    raises = results(CONFIRMED, FRESH, program="def echo(x):\n    return 1 // (x < 2)\n")["test_example"]
    assert (raises.points, "came to no result" in raises.note.en, "没有得出结果" in raises.note.zh) == (0, True, True)
    at_home = results(CONFIRMED, FRESH, program="def echo(x):\n    return 1\n", with_hidden=False)["test_example"]
    assert (at_home.points, at_home.note) == (1, None)


def test_a_parametrized_check_is_one_check_for_each_parameter(results: Any) -> None:
    checks = results(
        '@pytest.mark.points(2)\n@pytest.mark.parametrize("n", [1, 2], ids=["one", "two"])\n'
        'def test_n(student, n):\n    """n is one\n    n 等于一"""\n    expect(student.echo(n), "n").equal(1)\n'
    )
    assert list(checks) == ["test_n[one]", "test_n[two]"]
    one, two = checks.values()
    assert (one.title.en, one.title.zh, one.points) == ("n is one (one)", "n 等于一（one）", 2)
    assert (two.outcome, two.max_points) == ("failed", 2)


@pytest.mark.parametrize(
    ("docstring", "en", "zh"),
    [
        ("one\n二", "one", "二"),
        ("\n  one  \n\n  二  \n more", "one", "二"),
        ("one", "one", "one"),
        ("", "test_it", "test_it"),
    ],
)
def test_titles(write_lesson: Any, docstring: str, en: str, zh: str) -> None:
    lesson = write_lesson(f'def test_it():\n    """{docstring}"""\n')
    assert {name: (text.en, text.zh) for name, text in titles(lesson).items()} == {"test_it": (en, zh)}


def test_what_all_checks_are_worth_is_known_without_running_them(write_lesson: Any) -> None:
    lesson = write_lesson(PASS_AND_FAIL, "@pytest.mark.points(4)\ndef test_boom():\n    raise SystemExit\n")
    assert (points_of(lesson), points_of(lesson, hidden=False)) == (7.5, 3.5)
    assert list(titles(lesson)) == ["test_good", "test_bad", "test_boom"]


# --- depends, only --------------------------------------------------------------------------------------------------

CHAIN = '''
@pytest.mark.parametrize("n", [0, 1])
def test_first(student, n):
    """the first
    第一项"""
    expect(student.echo(n), "n").equal(%d)

@pytest.mark.depends("test_first")
def test_second(student):
    pass

@pytest.mark.depends("test_second")
def test_third(student):
    pass

def test_alone():
    pass
'''


def test_a_check_is_skipped_when_one_of_what_it_depends_on_did_not_pass(results: Any) -> None:
    found = results(CHAIN % 0)
    assert [check.outcome for check in found.values()] == ["passed", "failed", "skipped", "skipped", "passed"]
    skipped = found["test_second"]
    assert skipped.message.en == "not checked, because this failed: the first (0)" and "第一项" in skipped.message.zh
    assert skipped.points == 0


def test_only_keeps_what_the_kept_depend_on(results: Any) -> None:
    assert list(results(CHAIN % 0, only=frozenset({"test_third"}))) == [
        "test_first[0]", "test_first[1]", "test_second", "test_third",
    ]  # fmt: skip
    assert list(results(CHAIN % 0, only=frozenset({"test_alone"}))) == ["test_alone"]


def test_the_first_check_that_does_not_pass_can_end_it(results: Any) -> None:
    found = results(CHAIN % 0, fail_fast=True)
    assert [check.outcome for check in found.values()] == ["passed", "failed", "skipped", "skipped", "skipped"]
    assert found["test_alone"].message.en == "not checked: an earlier check has decided"
    assert found["test_alone"].points == 0
    assert {
        check.outcome for check in results("def test_a(): pass\ndef test_b(): pass\n", fail_fast=True).values()
    } == {"passed"}


# --- notes ----------------------------------------------------------------------------------------------------------

NOTES = """
def test_carried(student):
    carried("sigmoid")
    note(en="a second", zh="第二句")

def test_plain(student):
    student.echo(1)

def test_noted_and_wrong(student):
    note(en="said before", zh="先说的")
    fail(en="no", zh="不")
"""


def test_a_check_may_say_how_it_judged_and_the_note_is_of_that_check_alone(results: Any) -> None:
    carried, plain, wrong = results(NOTES).values()
    assert carried.outcome == "passed" and carried.note.en.startswith("right, given your own sigmoid")
    assert carried.note.zh.startswith("按你自己写的 sigmoid")
    assert plain.note is None
    assert (wrong.outcome, wrong.note.en, wrong.message.en) == ("failed", "said before", "no")


# --- outcomes -------------------------------------------------------------------------------------------------------


def one(found: dict[str, CheckResult]) -> CheckResult:
    (result,) = found.values()
    return result


CALL = "def test_it(student):\n    student.work()\n"


@pytest.mark.parametrize(
    ("work", "outcome"),
    [
        ("return 1", Outcome.PASSED),
        ("raise ValueError('no')", Outcome.RAISED),
        ("import sys; sys.exit()", Outcome.RAISED),
        ("import os; os._exit(1)", Outcome.CRASHED),
        ("import numpy; numpy.ones(10**12)", Outcome.MEMORY),
        ("print('x' * 10**6)", Outcome.PASSED),
        ("while True: print('x' * 10**6)", Outcome.OUTPUT_LIMIT),
        ("return bytes(5 << 20)", Outcome.FAILED),
    ],
)
def test_what_the_program_does_instead_of_answering(results: Any, work: str, outcome: Outcome) -> None:
    result = one(results(CALL, program=f"def work():\n    {work}\n"))
    assert result.outcome is outcome
    assert (result.message is None) == (outcome is Outcome.PASSED)


def test_a_missing_function_fails_its_check(results: Any) -> None:
    result = one(results(CALL, program="def works():\n    pass\n"))
    assert result.outcome == "failed" and "there is no work" in result.message.en


def test_after_a_crash_the_next_check_runs(results: Any) -> None:
    public = CALL + "def test_next(student):\n    expect(student.echo(1), 'y').equal(1)\n"
    found = results(public, program=ECHO + "def work():\n    import os\n    os._exit(1)\n")
    assert [check.outcome for check in found.values()] == ["crashed", "passed"]


def test_a_raised_exception_comes_with_the_programs_lines(results: Any) -> None:
    result = one(results(CALL, program="def work():\n    return inner()\n\ndef inner():\n    return 1 / 0\n"))
    assert result.traceback == "2\twork\n5\tinner"
    assert "ZeroDivisionError" in result.message.en


def test_a_diagnosis_carries_its_sentence(results: Any) -> None:
    public = 'def test_it(student):\n    expect(student.echo(4.0), "y").close(2, misconceptions={"squared": 4})\n'
    diagnosis = one(results(public)).diagnosis
    assert diagnosis.id == "squared" and diagnosis.text.en == "you square the elements"


VALUES = 'def test_it(student):\n    expect(student.echo(4.25), "y").close(2)\n'


def test_values_reach_the_student_of_a_public_check_only(results: Any) -> None:
    public = one(results(VALUES))
    assert "got 4.25, expected 2" in public.message.en and "4.25" in public.message.zh
    hidden = one(results("", VALUES))
    assert hidden.message.en == "y has the wrong value" and "4.25" not in hidden.message.zh
    assert (hidden.details, public.details) == ("got 4.25, expected 2", None), "a public check says its values once"
    assert (public.compared.expected, public.compared.actual, hidden.compared) == ("2", "4.25", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("assert student.echo(1) == 2", "the result is not what it should be"),
        ("assert student.echo(1) == 2, 'one is not two'", "one is not two"),
        ("pytest.fail('never right')", "never right"),
        ("raise AssertionError", "the result is not what it should be"),
    ],
)
def test_a_plain_assert_is_a_failed_check(results: Any, line: str, said: str) -> None:
    result = one(results(f"def test_it(student):\n    {line}\n"))
    assert (result.outcome, result.message.en) == ("failed", said)
    assert "test_public.py" in result.details


def test_what_was_printed_belongs_to_its_check(results: Any) -> None:
    program = "import sys\ndef say(x):\n    print('out', x)\n    print('err', x, file=sys.stderr)\n"
    public = "def test_a(student):\n    student.say(1)\ndef test_b(student):\n    student.say(2); student.say(3)\n"
    a, b = results(public, program=program).values()
    assert a.output == "out 1\nerr 1\n"
    assert b.output == "out 2\nerr 2\nout 3\nerr 3\n"


def test_what_was_printed_before_a_fault_is_kept(results: Any) -> None:
    result = one(results(CALL, program="def work():\n    print('before')\n    raise ValueError\n"))
    assert result.output == "before\n"


# --- stumbles -------------------------------------------------------------------------------------------------------


def test_a_claim_that_a_check_cannot_use_is_a_stumble_and_a_failure(write_lesson: Any, judge: Any) -> None:
    lesson = write_lesson("def test_it(student):\n    h, c = student.echo(None)\n")
    checked = judge(lesson, ECHO)
    (result,) = checked.results
    assert result.outcome == "failed"
    assert result.message.en == "echo returned None (is a return missing?), which this check cannot use"
    assert checked.stumbled["test_it"].startswith("TypeError")
    assert "cannot unpack" in result.details


def test_a_fault_is_no_stumble(write_lesson: Any, judge: Any) -> None:
    assert judge(write_lesson(CALL), "def work():\n    raise TypeError\n").stumbled == {}


def test_a_stumble_over_megabytes_is_told_in_a_few_words(write_lesson: Any, judge: Any) -> None:
    lesson = write_lesson("def test_it(student):\n    {}[student.echo('\\x01' * 1_000_000)]\n")
    checked = judge(lesson, ECHO)
    (result,) = checked.results
    assert checked.stumbled["test_it"].startswith("KeyError: '") and len(checked.stumbled["test_it"]) <= 500
    assert result.details is not None and len(result.details) < 5_000 and "test_public.py" in result.details


def test_of_a_hidden_check_only_its_own_words_are_said(write_lesson: Any, judge: Any) -> None:
    hidden = """
def test_library(student):
    raise_in_a_library(student.echo('INPUT'))

def raise_in_a_library(claim):
    exec(compile("assert False, claim", "/usr/lib/library.py", "exec"), {"claim": claim})

def test_own(student):
    assert student.echo(1) == 2, "it should be 2"
"""
    library, own = judge(write_lesson("", hidden), ECHO).results
    assert library.message.en == "the result is not what it should be" and "INPUT" in library.details
    assert own.message.en == "it should be 2"


# --- fixtures -------------------------------------------------------------------------------------------------------


MODULE_FIXTURE = """
@pytest.fixture(scope="module")
def model(student):
    return student.build()

def test_a(model):
    pass

def test_b(model):
    pass

def test_c(student):
    expect(student.echo(1), "y").equal(1)
"""


def test_a_failing_fixture_is_recorded_for_each_check_that_needs_it(results: Any) -> None:
    found = results(MODULE_FIXTURE, program=ECHO + "def build():\n    raise ValueError('no model')\n")
    assert [check.outcome for check in found.values()] == ["raised", "raised", "passed"]
    assert all("no model" in found[name].message.en for name in ("test_a", "test_b"))


def test_an_oracle_is_importable_from_hidden_checks_only_while_they_run(write_lesson: Any, judge: Any) -> None:
    hidden = "from oracles.toy import TWO\ndef test_it(student):\n    expect(student.echo(2), 'y').equal(TWO)\n"
    lesson = write_lesson("", hidden, **{"solutions/oracles/toy.py": "TWO = 2\n"})
    (result,) = judge(lesson, ECHO).results
    assert result.outcome == "passed"
    with pytest.raises(ModuleNotFoundError):
        __import__("oracles.other")


def test_after_a_run_that_was_broken_off_the_next_one_begins_afresh(
    write_lesson: Any, judge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = write_lesson(MODULE_FIXTURE)
    request = Session.request

    def broken(self: Session, *arguments: Any) -> Any:
        if arguments[1] == "echo":
            raise SandboxError("the sandbox is gone")
        return request(self, *arguments)

    program = ECHO + "def build():\n    return 1\n"
    with monkeypatch.context() as patched:
        patched.setattr(Session, "request", broken)
        with pytest.raises(SandboxError, match="gone"):
            judge(lesson, program)
    for _ in range(2):
        assert [result.outcome for result in judge(lesson, program).results] == ["passed"] * 3


def test_checks_that_were_edited_are_read_again(write_lesson: Any, judge: Any) -> None:
    for name in ("test_one", "test_two"):
        (result,) = judge(write_lesson(f"def {name}(): pass\n"), "").results
        assert result.id == name


# --- broken lessons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("public", "hidden", "said"),
    [
        ("def test_a(): pass\n", "def test_a(): pass\n", r"hidden.py:\d+: test_a is .*public.py:\d+, too"),
        ("@pytest.mark.depends('test_b')\ndef test_a(): pass\n", "", "test_a depends on test_b, which is no check"),
        ("@pytest.mark.depends('test_b')\ndef test_a(): pass\ndef test_b(): pass\n", "", "which comes after it"),
        ("@pytest.mark.depends('test_a')\ndef test_a(): pass\n", "", "test_a, which comes after it"),
        ("@pytest.mark.confirmed_by('test_b')\ndef test_a(): pass\n", "def test_c(): pass\n", "test_b, which is no"),
        ("def test_a(: pass\n", "", "cannot be read"),
        ("import nothing_of_this_name\n", "", "cannot be read"),
        ("def test_a(): pass\n", "1 / 0\n", "cannot be read"),
        ("@pytest.mark.pionts(2)\ndef test_a(): pass\n", "", "pionts"),
        ("def check_a(): pass\n", "", "no check ran"),
        ("def test_a(studnet): pass\n", "", r"py:\d+: test_a asks for studnet, which is no .*; do you mean student"),
        ("def test_a(): pass\n", "def test_b(tmp_path): pass\n", "tmp_path, which is no fixture; there are backend"),
        ("@pytest.mark.points('two')\ndef test_a(): pass\n", "", r"py:\d+: test_a is marked points, but not with a"),
        ("def test_a(): pass\n@pytest.mark.depends('test_aa')\ndef test_b(): pass\n", "", "do you mean test_a?"),
        ("@pytest.mark.depends()\ndef test_a(): pass\n", "", r"py:\d+: test_a is marked depends, but with no name"),
        ("@pytest.mark.confirmed_by()\ndef test_a(): pass\n", "", "marked confirmed_by, but with no name"),
        ("@pytest.mark.points(-1)\ndef test_a(): pass\n", "", "not with a number from 0 on"),
        ("def test_a(): pass\n", "from oracles import none\n", r"test_hidden.py:\d+: .*lies in solutions/oracles"),
        ("def test_a(): pass\n", "\n1 / 0\n", r"test_hidden.py:\d+: ZeroDivisionError: .*; mend it, then run"),
        ("def test_a(: pass\n", "", r"test_public.py:\d+: SyntaxError: invalid syntax; mend it, then run: grader"),
        ("", "", "there is no test_public.py"),
    ],
)  # fmt: skip
def test_a_broken_lesson_is_a_check_error(write_lesson: Any, judge: Any, public: str, hidden: str, said: str) -> None:
    with pytest.raises(CheckError, match=said):
        judge(write_lesson(public, hidden), ECHO)


def test_a_diagnosis_without_a_sentence_is_a_lesson_error(write_lesson: Any, judge: Any) -> None:
    with pytest.raises(LessonError, match="'nameless' has no sentence"):
        judge(write_lesson("def test_a():\n    fail(en='no', zh='不', diagnosis='nameless')\n"))


def test_counting_points_names_what_cannot_be_read(write_lesson: Any) -> None:
    lesson = write_lesson("import nothing_of_this_name\n")
    with pytest.raises(CheckError, match="nothing_of_this_name"):
        points_of(lesson)


# --- names ----------------------------------------------------------------------------------------------------------

NAMED = """
from grader.verdict import Text

def test_words(student):
    expect(student.echo(1), "the list of gradients").length(2)

def test_code(student):
    expect(student.echo(1), "c_t").length(2)

def test_text(student):
    expect(student.echo(1), Text(en="the forget gate", zh="遗忘门")).length(2)
"""
TERMS = '[zh]\n"the list of gradients" = "%s"\n'


def test_a_claims_name_stands_in_each_sentence_in_its_own_language(write_lesson: Any, judge: Any) -> None:
    folder = f"exercises/{toy.LESSON_ID}"
    lesson = write_lesson(NAMED, **{f"{folder}/terms.toml": TERMS % "梯度列表"})
    words, code, text = (result.message for result in judge(lesson, ECHO).results)
    assert words.en.startswith("the list of gradients should be") and words.zh.startswith("梯度列表应是 2 个值")
    assert code.en.startswith("c_t should be") and code.zh.startswith("c_t 应是 2 个值")
    assert text.en.startswith("the forget gate should be") and text.zh.startswith("遗忘门应是 2 个值")


def test_a_hidden_checks_words_stand_in_the_private_half_and_serve_no_public_check(
    write_lesson: Any, judge: Any
) -> None:
    hidden = NAMED.replace("def test_", "def test_hidden_")
    private = {f"solutions/{toy.LESSON_ID}/terms.toml": TERMS % "隐藏的梯度列表"}
    by_id = {result.id: result for result in judge(write_lesson(NAMED, hidden, **private), ECHO).results}
    assert by_id["test_hidden_words"].message.zh.startswith("隐藏的梯度列表应是")
    assert by_id["test_words"].message.zh.startswith("the list of gradients 应是")


def test_words_that_cannot_be_read_are_the_lessons_fault_and_no_students(write_lesson: Any, judge: Any) -> None:
    lesson = write_lesson(NAMED, **{f"exercises/{toy.LESSON_ID}/terms.toml": "[zh"})
    with pytest.raises(LessonError, match=r"terms\.toml"):
        judge(lesson, ECHO)
