"""A right or wrong answer is read in one way: as it stands, or laid on the reference of its dialect."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.answers import answer_text, write_answer
from grader.course.lesson import Lesson, LessonError, discover, load_lesson
from grader.grading.submission import read_submission
from grader.source.overlay import is_overlay
from grader.source.regions import marker
from grader.source.splicing import splice
from tests import toy

ROOT = Path(__file__).resolve().parents[2]
TOTAL = f"    {marker('Begin', 'total')}\n    return 0\n    {marker('End', 'total')}\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """The toy, whose reference in TensorFlow 1 has another double(x)."""
    course = toy.make_course(tmp_path / "course")
    public, private = course / "exercises" / toy.LESSON_ID, course / "solutions" / toy.LESSON_ID
    manifest = public / "lesson.toml"
    manifest.write_text('dialects = ["tf1"]\n' + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    for folder, text in ((public, toy.STUB), (private, toy.answer(double="return tf.add(x, x)"))):
        (folder / "tf1").mkdir()
        (folder / "tf1" / "toy.py").write_text(text, encoding="utf-8")
    return load_lesson(course, toy.LESSON_ID)


def write(lesson: Lesson, text: str) -> Path:
    assert lesson.private is not None
    path = lesson.private / "wrong" / "zero.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_overlay_is_laid_on_the_reference(lesson: Lesson, tmp_path: Path) -> None:
    path = write(lesson, f"# verdict: failed score=0 diagnosis=-\n{TOTAL}")
    assert answer_text(lesson, path) == toy.answer(total="return 0")
    written = write_answer(lesson, path, tmp_path)
    assert read_submission(written).text == toy.answer(total="return 0")
    assert written.parent == tmp_path and written.name == f"{toy.LESSON_ID}-wrong-zero.py"


def test_an_overlay_in_a_dialect_is_laid_on_that_dialects_reference(lesson: Lesson) -> None:
    path = write(lesson, f"# verdict: failed score=0 diagnosis=-\n# dialect: tf1\n{TOTAL}")
    assert answer_text(lesson, path) == toy.answer(double="return tf.add(x, x)", total="return 0")


@pytest.mark.parametrize(
    "text", [toy.answer(total="return 0"), f"import os\n{TOTAL}", "x = 1\n", "", marker("Begin", "total") + "\n"]
)
def test_a_whole_file_is_read_as_it_stands(lesson: Lesson, text: str) -> None:
    assert answer_text(lesson, write(lesson, text)) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TOTAL.replace("total", "mean"), "no region 'mean'; its regions are: double, total"),
        (f"# dialect: tf2\n{TOTAL}", "the lesson has no dialect 'tf2'; its dialects are: tf1"),
    ],
)
def test_an_overlay_that_does_not_fit_is_named_with_its_path(lesson: Lesson, text: str, said: str) -> None:
    path = write(lesson, text)
    with pytest.raises(LessonError) as error:
        answer_text(lesson, path)
    assert str(path) in str(error.value) and said in str(error.value)


def test_a_file_that_is_not_utf8_is_named(lesson: Lesson) -> None:
    path = write(lesson, "")
    path.write_bytes(b"# \xff\n")
    with pytest.raises(LessonError, match=rf"{path.name}:1: this is not UTF-8; save the file in that encoding"):
        answer_text(lesson, path)


@pytest.mark.parametrize("lesson", [one for one in discover(ROOT) if one.private], ids=lambda one: one.id)
def test_answers_of_the_course_fit_their_stubs_and_differ_from_the_reference(lesson: Lesson) -> None:
    for path in (*lesson.right_paths, *lesson.wrong_paths):
        text = answer_text(lesson, path)
        form = lesson.form("tf1" if path.name.startswith("tf1_") else None)
        assert form.reference_path is not None
        reference = form.reference_path.read_text(encoding="utf-8")
        assert splice(form.stub, text).program != splice(form.stub, reference).program, path
        assert not is_overlay(text), path
