"""Which of several files is the answer: by what is in them, by the exchange's time, by their names; else no guess."""

from __future__ import annotations

import pytest

from grader.course.lesson import Lesson
from grader.grading.choosing import Chosen, NotUnderstood, choose
from grader.grading.opening import File, HandedIn
from grader.source.errors import SubmissionError
from tests import toy

STUB, RIGHT, OTHER = toy.STUB.encode(), toy.answer().encode(), toy.answer(double="return x * 1.0").encode()
BROKEN = b'{"cells": ['
BOOK = toy.notebook(toy.answer()).encode()


def handed_in(*files: File, unread: int = 0) -> HandedIn:
    return HandedIn(files[0].name, files=files, unread=unread)


def told(chosen: Chosen) -> list[str]:
    return [text.en for text in chosen.notices]


def test_the_answered_one_beats_the_untouched_stub(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("toy.py", STUB), File("toy-Copy1.py", RIGHT)), toy_lesson)
    assert chosen.name == "toy-Copy1.py" and chosen.submission.text == toy.answer()
    assert told(chosen) == [
        "toy-Copy1.py was graded as toy.ipynb.",
        "These lie here too, and were not graded: toy.py (without an answer). If you meant another one, submit only "
        "that one.",
    ]
    assert chosen.notices[0].zh == "toy-Copy1.py 按 toy.ipynb 评分。"


def test_functions_that_do_nothing_are_no_answer(toy_lesson: Lesson) -> None:
    empty = toy.answer(double="pass", total="return None").encode()
    assert choose(handed_in(File("toy.py", empty), File("toy-Copy1.py", RIGHT)), toy_lesson).name == "toy-Copy1.py"


def test_the_lessons_own_name_beats_a_copy_with_another_answer(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("toy (1).py", OTHER), File("toy.py", RIGHT), File("toy.ipynb", STUB)), toy_lesson)
    assert chosen.name == "toy.py"
    (said,) = told(chosen)
    assert "toy.ipynb (cannot be read)" in said or "toy.ipynb (without an answer)" in said
    assert "toy (1).py (with another answer)" in said


def test_equal_answers_are_one(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("b.py", RIGHT), File("a.ipynb", BOOK)), toy_lesson)
    assert chosen.name == "a.ipynb" and "b.py (with the same answer)" in told(chosen)[1]


def test_different_copies_without_a_time_are_nobodys_guess(toy_lesson: Lesson) -> None:
    for names in (("toy (1).py", "toy (2).py"), ("x.py", "y.py"), ("a/toy.py", "b/toy.py")):
        with pytest.raises(NotUnderstood) as error:
            choose(handed_in(File(names[0], OTHER), File(names[1], RIGHT)), toy_lesson)
        assert all(name in error.value.text.en and name in error.value.text.zh for name in names)
        assert "toy.ipynb" in error.value.text.en, "it says what to submit"


def test_the_exchanges_time_decides_and_only_if_all_have_one(toy_lesson: Lesson) -> None:
    old, new = "2026-01-02 10:00:00", "2026-01-02 10:00:01"
    earlier, later = File("a/toy.py", OTHER, place=1, at=old), File("b/toy.py", RIGHT, place=1, at=new)
    assert choose(handed_in(earlier, later), toy_lesson).name == "b/toy.py"
    assert choose(handed_in(later, earlier), toy_lesson).name == "b/toy.py"
    with pytest.raises(NotUnderstood):
        choose(handed_in(earlier, File("b/toy.py", RIGHT, place=1)), toy_lesson)


def test_a_nearer_folder_beats_a_farther_one(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("old/toy.py", OTHER), File("toy.py", RIGHT)), toy_lesson)
    assert chosen.name == "toy.py" and "old/toy.py (with another answer)" in told(chosen)[0]


def test_nearer_by_name_and_farther_by_folder_is_nobodys_guess(toy_lesson: Lesson) -> None:
    with pytest.raises(NotUnderstood):
        choose(handed_in(File("Toy.py", OTHER), File("old/toy.py", RIGHT)), toy_lesson)


def test_of_files_without_an_answer_the_nearest_says_what_to_do(toy_lesson: Lesson) -> None:
    assert choose(handed_in(File("toy (1).py", STUB), File("toy.py", STUB)), toy_lesson).name == "toy.py"
    with pytest.raises(SubmissionError, match="not a readable notebook"):
        choose(handed_in(File("toy.ipynb", BROKEN), File("toy (1).py", STUB)), toy_lesson)
    with pytest.raises(NotUnderstood, match="none of them holds an answer"):
        choose(handed_in(File("a.py", b"x = 1\n"), File("b.py", b"y = 1\n")), toy_lesson)


def test_a_broken_file_beside_an_answered_copy_is_named(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("toy.ipynb", BROKEN), File("toy-Copy1.py", RIGHT)), toy_lesson)
    assert chosen.name == "toy-Copy1.py" and "toy.ipynb (cannot be read)" in told(chosen)[1]


def test_what_has_nothing_to_do_with_the_lesson_is_not_mentioned(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("toy.py", RIGHT), File("helper.py", b"def f(x):\n    return x\n")), toy_lesson)
    assert chosen.name == "toy.py" and not chosen.notices


def test_a_stub_with_another_name_is_mentioned(toy_lesson: Lesson) -> None:
    chosen = choose(handed_in(File("hw2.py", STUB), File("hw2 (1).py", RIGHT)), toy_lesson)
    assert chosen.name == "hw2 (1).py" and "hw2.py (without an answer)" in told(chosen)[1]


def test_one_plain_file_needs_no_words_and_what_was_not_read_is_counted(toy_lesson: Lesson) -> None:
    assert not choose(HandedIn("toy.py", RIGHT), toy_lesson).notices
    assert not choose(HandedIn("anything.py", RIGHT), toy_lesson).notices, "named by who gave the command"
    chosen = choose(handed_in(File("toy.py", RIGHT), unread=3), toy_lesson)
    assert told(chosen) == ["3 more files lie there and were not looked at."]


def test_a_fault_is_a_rejection_and_what_is_unclear_is_not(toy_lesson: Lesson) -> None:
    from grader.messages.text import Text

    why = Text(en="why", zh="原因")
    with pytest.raises(SubmissionError) as error:
        choose(HandedIn("x", fault=why), toy_lesson)
    assert not isinstance(error.value, NotUnderstood)
    with pytest.raises(NotUnderstood):
        choose(HandedIn("x", fault=why, unclear=True), toy_lesson)


def test_a_hostile_name_is_shown_as_text_and_cut(toy_lesson: Lesson) -> None:
    name = "a\n::error::\x1b[31m" + "z" * 200 + ".py"
    chosen = choose(handed_in(File(name, RIGHT)), toy_lesson)
    (said,) = told(chosen)
    assert "\n" not in said and "\x1b" not in said and len(said) < 140


def test_the_hash_is_of_all_that_lies_there() -> None:
    files = File("a.py", RIGHT), File("b.py", STUB)
    one = HandedIn("a.py", files=files)
    assert one.sha256 == HandedIn("x", files=files[::-1]).sha256 != HandedIn("a.py", files=files[:1]).sha256
    assert one.sha256 != HandedIn("a.py", files=(files[0], File("b.py", OTHER))).sha256
    assert one.size == len(RIGHT) + len(STUB) and HandedIn("a.py", files=(File("a.py"),)).sha256 is None
