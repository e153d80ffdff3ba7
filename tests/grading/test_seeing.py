"""The pictures of the lessons: drawn from the references, inside the wall; what stands in the way is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grader.course.lesson import SEE_FILE, Lesson, discover
from grader.grading.opening import read_file
from grader.grading.seeing import SeeError, draw, read_view
from grader.grading.servers import Servers
from grader.sandbox.warm import Handle, WarmServer
from tests import toy

ROOT = Path(__file__).resolve().parents[2]
LESSONS = {lesson.id: lesson for lesson in discover(ROOT)}
SEE = "import toy\nprint(toy.double([1.0, 3.0]))\n"  # without matplotlib, which takes seconds to load

Refused = Callable[..., tuple[SeeError, str]]


def picture(lesson: Lesson, answer: Path, handle: Handle) -> np.ndarray:
    """The one figure that the lesson draws from an answer."""
    (figure,) = draw(read_view((lesson, read_file(answer), answer.parent)), handle)
    return figure


def is_drawn(figure: np.ndarray) -> bool:
    """Whether there is more on it than one colour, and paper around it."""
    return figure.shape[0] > 300 and len(np.unique(figure.reshape(-1, 4), axis=0)) > 20


@pytest.mark.proof("pictures")
@pytest.mark.parametrize("name", LESSONS)
def test_a_picture_of_the_reference(name: str) -> None:
    lesson = LESSONS[name]
    with Servers("process", graded=False) as servers:
        handle = servers.get(lesson.runtime)
        assert lesson.reference_path and is_drawn(picture(lesson, lesson.reference_path, handle))


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_has_one_that_its_task_speaks_of(name: str) -> None:
    lesson = LESSONS[name]
    assert (lesson.public / SEE_FILE).is_file()
    for lang in ("en", "zh"):
        task = lesson.task_path(lang).read_text(encoding="utf-8")
        assert f"[{SEE_FILE}]({SEE_FILE})" in task and f"grader see {Path(lesson.module).stem}.ipynb" in task


@pytest.fixture
def refused(tmp_path: Path, numpy_server: WarmServer) -> Callable[..., tuple[SeeError, str]]:
    """Why the toy lesson has no picture of an answer with this text, and what was printed; `own` is a see.py of the
    student's."""
    lesson = next(one for one in discover(toy.make_course(tmp_path / "course")) if one.id == toy.LESSON_ID)
    (lesson.public / SEE_FILE).write_text(SEE, encoding="utf-8")
    answer, printed = tmp_path / "home" / "toy.py", bytearray()

    def of(text: str, own: str | None = None) -> tuple[SeeError, str]:
        answer.parent.mkdir()
        answer.write_text(text, encoding="utf-8")
        if own is not None:
            (answer.parent / SEE_FILE).write_text(own, encoding="utf-8")
        with pytest.raises(SeeError) as caught:
            draw(read_view((lesson, read_file(answer), answer.parent)), numpy_server.handle, on_output=printed.extend)
        return caught.value, printed.decode()

    return of


def test_a_script_that_draws_nothing_says_so(refused: Refused) -> None:
    error, printed = refused(toy.answer())
    assert "drew nothing" in error.text.en and "2" in printed and "6" in printed


def test_a_students_own_script_goes_before_the_lessons_and_sees_nothing_private(refused: Refused) -> None:
    _, printed = refused(
        toy.answer(), "import os, toy\nprint(sorted(name for name in os.listdir() if name[0] not in '._'))\n"
    )
    assert printed == "['script.py', 'toy.py']\n"


def test_an_answer_that_gives_nothing_gets_a_sentence(refused: Refused) -> None:
    error, _ = refused(toy.answer().replace("return", "raise ValueError('not yet')  # ", 1))
    assert "ValueError" in error.text.en and "%check" in error.text.en and "%check" in error.text.zh
    assert "Traceback" not in error.text.en
    assert "right. line 2 of see.py: your code raised" in error.text.en and "see.py 第 2 行：" in error.text.zh


def test_a_stub_that_is_not_touched_has_nothing_to_see(refused: Refused) -> None:
    assert "write the functions first" in refused(toy.STUB)[0].text.en
