import io
import subprocess
import sys

import pytest
from rich.console import Console

from grader.reports.console import class_table, verdict_view
from grader.reports.wording import wording
from grader.verdict import Text
from tests.reports.sample import DIAGNOSES, SECRET, TITLES, sample_class, verdict

GATES = "02-gate-math"


def shown(renderable):
    console = Console(width=200, file=io.StringIO())
    console.print(renderable)
    return console.file.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_class_shows_every_student_outcome_and_score(lang):
    verdicts = sample_class()
    text = shown(class_table(verdicts, TITLES, lang))
    for one in verdicts:
        (row,) = [line for line in text.splitlines() if line.strip().startswith(one.student)]
        assert wording(one.outcome).name.get(lang) in row
    for title in TITLES.values():
        assert title.get(lang) in text


def test_a_class_that_nobody_would_read_has_a_row_per_lesson():
    verdicts = [verdict(f"s{n}", GATES, "passed" if n % 3 else "failed") for n in range(300)]
    verdicts.append(verdict("s0", "03-lstm-cell", "timeout"))
    rows = [line.split() for line in shown(class_table(verdicts, TITLES, "en")).splitlines() if line.strip()]
    numbers = [[word for word in row if word.isdigit() and int(word) > 0][-2:] for row in rows]
    assert ["200", "100"] in numbers and len(rows) < 10


def test_long_names_that_begin_alike_stay_two():
    names = ["n" * 170 + end for end in ("~3bb555e4", "~0a1b2c3d")]
    folded = "".join(shown(class_table([verdict(name, GATES) for name in names], TITLES, "en")).split())
    assert all(name[-9:] in folded for name in names)


def test_a_narrow_terminal_breaks_no_ordinary_name():
    names = ["alexandra.pappas@example.org", "李雷"]
    many = [verdict(name, lesson) for name in names for lesson in TITLES]
    console = Console(width=40, file=io.StringIO())
    console.print(class_table(many, TITLES, "en"))
    assert all(name in console.file.getvalue() for name in names)


def test_a_grader_error_has_no_number():
    text = shown(class_table([verdict("a", GATES, "grader_error")], TITLES, "en"))
    assert "No score yet" in text and "run again" in text
    assert "0/20" not in text


def test_a_lesson_not_handed_in_is_not_a_zero():
    verdicts = [verdict("a", GATES), verdict("a", "03-lstm-cell"), verdict("b", GATES)]
    assert shown(class_table(verdicts, {}, "en")).count("Not handed in") == 1


def test_a_students_view_says_what_is_wrong_and_what_to_do_next():
    one = verdict("bo.wen", GATES, {1: ("failed", "tanh-for-sigmoid"), 2: "raised"})
    text = shown(verdict_view(one, "en", TITLES[GATES]))
    assert TITLES[GATES].en in text
    assert "✗ the forget gate has the right values  0 / 2 pts" in text
    assert one.checks[1].message.en in text
    assert DIAGNOSES["tanh-for-sigmoid"].en in text
    assert "cell 4, line 12, in forget_gate" in text
    assert "“import torch” is outside Begin/End and is not graded. (code cell 2, line 1)" in text
    assert wording(one.outcome).next_step.en in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_a_passed_check_was_judged_is_said_beside_it(lang):
    one = verdict("a", GATES)
    said = Text(zh="按你自己写的 sigmoid 来算", en="given your own sigmoid")
    noted = one.model_copy(update={"checks": [one.checks[0].model_copy(update={"note": said}), *one.checks[1:]]})
    assert said.get(lang) in shown(verdict_view(noted, lang))


def test_public_checks_alone_promise_no_passed_lesson():
    one = verdict("a", GATES)
    public = one.model_copy(update={"checks": [check for check in one.checks if not check.hidden]})
    assert "The public checks that were run all pass." in shown(verdict_view(public, "en"))
    assert "ready for the next lesson" not in shown(verdict_view(public, "en"))
    assert "ready for the next lesson" in shown(verdict_view(one, "en"))


@pytest.mark.parametrize("one", sample_class(), ids=lambda one: f"{one.student}-{one.lesson}")
def test_nothing_hidden_is_shown(one):
    assert SECRET not in shown(verdict_view(one, "zh"))


def test_no_markup_link_or_escape_is_obeyed():
    nasty = "[bold red]x[/] [link=http://evil.example]y[/link] \x1b[31mz\x1b]0;title\x07"
    plain = "[bold red]x[/] [link=http://evil.example]y[/link] z"
    one = verdict(nasty, GATES, "rejected", reason=Text(zh=nasty, en=nasty))
    assert plain in shown(verdict_view(one, "en"))
    assert "[bold red]x[/]" in shown(class_table([one], {GATES: Text(zh=nasty, en=nasty)}, "en"))


def test_no_colour_codes_when_it_is_not_a_terminal(capsys):
    Console().print(verdict_view(verdict("a", GATES, {0: "raised"}), "en"))
    out = capsys.readouterr().out
    assert "sigmoid is stable" in out and "\x1b" not in out


def test_rich_is_imported_only_when_something_is_shown():
    code = "import sys, grader.reports.console; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
