"""`grader list`, `new` and `verify`, as people meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import FAILED, OK, USAGE
from tests import toy


def test_list(grader: Any) -> None:
    ran = grader("list", "--lang", "en")
    assert ran.code == OK
    row = next(line for line in ran.out.splitlines() if toy.LESSON_ID in line)
    assert row.split() == [toy.LESSON_ID, "Toy", "numpy", "cpu,", "long", "7", "6"]
    assert "玩具" in grader("list", "--lang", "zh").out


def test_list_without_the_private_half_counts_what_is_there(grader: Any, home: Path) -> None:
    shutil.rmtree(home / "solutions")
    row = next(line for line in grader("list").out.splitlines() if toy.LESSON_ID in line)
    assert row.split()[-2:] == ["3", "-"]


def test_list_keeps_a_lessons_name_in_one_piece(grader: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "07-a-long-name-of-a-lesson"
    for half in ("exercises", "solutions"):
        (home / half / toy.LESSON_ID).rename(home / half / name)
    settings = home / "exercises" / name / "lesson.toml"
    settings.write_text(settings.read_text().replace("Toy", "A title that goes on for longer than a line of eighty"))
    monkeypatch.setenv("COLUMNS", "80")
    assert any(line.startswith(name) for line in grader("list").out.splitlines())


def test_list_where_there_is_no_course(grader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = grader("list")
    assert ran.code == USAGE and "set GATEHOUSE_COURSE" in ran.err


def test_list_of_a_course_whose_checks_cannot_be_read(grader: Any, home: Path) -> None:
    (home / "exercises" / toy.LESSON_ID / "test_public.py").write_text("def test_a(:\n")
    ran = grader("list")
    assert ran.code == USAGE and "its checks cannot be read" in ran.err and "test_public.py" in ran.err


def test_the_language_is_the_environments(grader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "玩具" in grader("list").out
    monkeypatch.setenv("GATEHOUSE_LANG", "en")
    assert "Toy" in grader("list").out


def test_new_and_then_verify(grader: Any, home: Path) -> None:
    ran = grader("new", "09-attention", "--title-en", "Attention", "--title-zh", "注意力")
    assert ran.code == OK and "grader verify 09-attention" in ran.out
    assert str(home / "exercises" / "09-attention" / "lesson.toml") in ran.out
    ran = grader("verify", "09-attention")
    assert ran.code == OK and "everything is as it must be" in ran.out and toy.LESSON_ID not in ran.out
    again = grader("new", "09-attention")
    assert again.code == USAGE and "exists already" in again.err


def test_new_with_a_name_that_would_shadow_a_module(grader: Any, home: Path) -> None:
    ran = grader("new", "11-numpy")
    assert ran.code == USAGE and "choose a longer name, such as 11-numpy-basics" in ran.err
    assert [path.name for path in (home / "exercises").iterdir()] == [toy.LESSON_ID]


@pytest.mark.parametrize("name", ["Attention", "../x", "a b", "."])
def test_new_with_a_name_that_names_no_lesson(grader: Any, home: Path, name: str) -> None:
    ran = grader("new", name)
    assert ran.code == USAGE and "cannot name a lesson" in ran.err
    assert [path.name for path in (home / "exercises").iterdir()] == [toy.LESSON_ID]


def test_verify_says_what_is_to_be_put_right(grader: Any, home: Path) -> None:
    (home / "exercises" / toy.LESSON_ID / "task.zh.md").unlink()
    ran = grader("verify")
    assert ran.code == FAILED and "task.zh.md is missing" in ran.out and "1 problem to fix" in ran.out


def test_verify_of_an_unknown_lesson(grader: Any) -> None:
    ran = grader("verify", "99-none")
    assert ran.code == USAGE and "no lesson '99-none' in" in ran.err and toy.LESSON_ID in ran.err


def test_verify_mutants_names_survivors(grader: Any, home: Path) -> None:
    ran = grader("verify", "--mutants", toy.LESSON_ID)
    assert ran.code == FAILED and "mutants: 10 of 12 killed, 0 equivalent" in ran.out
    assert "survived: line 11: double: call dropped: np.asarray(x, dtype=float)  ->  x" in ran.out
    assert "[12/12]" in ran.err and (home / "solutions" / toy.LESSON_ID / "mutants.json").is_file()


def test_verify_a_sample_of_the_mutants(grader: Any) -> None:
    ran = grader("verify", "--mutants", "--sample", "3", "--seed", "1")
    assert "of 3 killed" in ran.out


def test_verify_shows_a_stale_record_and_a_release_refuses_it(grader: Any, home: Path) -> None:
    ran = grader("verify", "--release")
    assert ran.code == FAILED and "no mutants were judged" in ran.out
    counts = {"killed": 12, "equivalent": 0, "survived": 0, "unjudged": 0}
    (home / "solutions" / toy.LESSON_ID / "mutants.json").write_text(json.dumps(counts))
    ran = grader("verify")
    assert ran.code == OK and "stale: judged with judging version 0" in ran.out and "12 of 12 killed" in ran.out
    assert f"judge again: grader verify {toy.LESSON_ID} --mutants" in ran.out.replace("\n", "")
    ran = grader("verify", "--release")
    assert ran.code == FAILED and "stale: judged with judging version 0" in ran.out


def test_a_fresh_record_may_be_released(grader: Any, home: Path) -> None:
    private = home / "solutions" / toy.LESSON_ID
    original = 'original = "np.asarray(x, dtype=float)"'
    entry = '[[equivalent]]\nregion = "double"\noperator = "{}"\n' + original + '\nreason = "x is an array"\n'
    entries = [entry.format(operator) for operator in ("keyword dropped", "call dropped")]
    (private / "equivalent_mutants.toml").write_text("".join(entries), encoding="utf-8")
    assert grader("verify", "--mutants").code == OK
    ran = grader("verify", "--release")
    assert ran.code == OK and "10 of 10 killed" in ran.out and "stale" not in ran.out + grader("verify").out
    (private / "toy.py").write_text(toy.answer() + "\n# changed\n", encoding="utf-8")
    assert grader("verify", "--release").code == FAILED


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--release --quick", "--quick is not for --release, which judges nothing"),
        ("--release --mutants", "--mutants is not for --release, which judges nothing"),
        ("--sample 3", "--sample is for --mutants; add that, or leave this out"),
        ("--no-cache", "--no-cache is for --mutants; add that"),
        ("--seed 0", "--seed is for --mutants; add that"),
        ("--seed 1 --no-cache", "--seed, --no-cache are for --mutants; add that"),
        ("--mutants --seed 1", "--seed is for --sample; say how many mutants with --sample N"),
        ("--mutants --quick", "--quick is not for --mutants, which judges on usual backends, on the profile's device"),
        ("--mutants --device cpu", "--device is not for --mutants"),
        ("--mutants --backend jax --device gpu", "--backend, --device are not for --mutants"),
    ],
)
def test_verify_refuses_what_it_would_ignore(grader: Any, home: Path, arguments: str, said: str) -> None:
    ran = grader("verify", *arguments.split())
    assert ran.code == USAGE and ran.err.startswith(f"grader: {said}") and not ran.out
    assert not (home / "solutions" / toy.LESSON_ID / "mutants.json").exists()


def test_the_old_name_of_an_option_is_taken_with_a_notice_and_hidden(grader: Any, home: Path) -> None:
    ran = grader("verify", "--afresh")
    assert ran.code == USAGE
    notice, refusal, *_ = ran.err.split("\n")
    assert notice == "grader: --afresh is now called --no-cache"
    assert refusal.startswith("grader: --no-cache is for --mutants; add that")
    shown = grader("verify", "--help").out
    assert "--no-cache" in shown and "--afresh" not in shown
