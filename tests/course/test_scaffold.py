"""A new lesson works before a word of it is written over."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.course.lesson import LessonError, load_lesson
from grader.course.scaffold import new_lesson
from grader.proving.verify import verify


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", ["09-attention", "self-attention", "2024"])
def test_a_new_lesson_verifies_green(course: Path, name: str) -> None:
    files = new_lesson(course, name, "Attention", "注意力")
    assert all(path.is_file() for path in files)
    lesson = load_lesson(course, name)
    assert (lesson.title.en, lesson.title.zh) == ("Attention", "注意力")
    findings = list(verify(course, [lesson], workers=2))
    assert [finding for finding in findings if finding.problems] == []
    assert len(findings) >= 12


def test_titles_are_text_and_not_toml(course: Path) -> None:
    en, zh = 'The "hidden" state \\ {stem}', "“隐藏”状态"
    new_lesson(course, "09-state", en, zh)
    assert (load_lesson(course, "09-state").title.en, load_lesson(course, "09-state").title.zh) == (en, zh)


@pytest.mark.parametrize(
    "en", ['"', '""', '"""', 'a """b""" c', '"x"', "back\\slash\\n", "{{ stem }} {% raw %} {#", "全角　空格"]
)
def test_a_title_is_text_in_toml_and_in_python(course: Path, en: str) -> None:
    new_lesson(course, "09-state", en, "x")
    lesson = load_lesson(course, "09-state")
    assert lesson.title.en == en
    for half in (course / "exercises", course / "solutions"):
        module = ast.parse((half / "09-state" / "state.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(module, clean=False) == f"{en}."


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "a\x1b[31m", "a\u202eb", "two\u2028lines", "x" * 201])
def test_what_is_no_line_of_text_is_no_title(course: Path, title: str) -> None:
    for titles in ((title, "x"), ("x", title)):
        with pytest.raises(LessonError, match="cannot be a title; give one line"):
            new_lesson(course, "09-state", *titles)
    assert not any(path.is_file() for path in course.rglob("*"))


@pytest.mark.parametrize(
    "name", ["test-public", "09-test-hidden", "12-probe", "oracles", "11-numpy", "torch", "10-random", "ast"]
)
def test_a_module_that_would_be_taken_for_another_is_refused(course: Path, name: str) -> None:
    with pytest.raises(LessonError, match=rf"^{name} would call .*choose a longer name, such as {name}-basics$"):
        new_lesson(course, name, "Attention", "注意力")
    assert not any(path.is_file() for path in course.rglob("*"))
    files = new_lesson(course, f"{name}-basics", "Attention", "注意力")
    assert len(files) == len(set(files)) and "def test_double_shape" in (files[0].parent / "test_public.py").read_text()


@pytest.mark.parametrize("half", ["exercises", "solutions"])
def test_a_folder_in_the_way_is_named_and_left_alone(course: Path, half: str) -> None:
    (course / half / "09-attention").mkdir(parents=True)
    (course / half / "09-attention" / "mine.txt").write_text("mine")
    with pytest.raises(LessonError, match=rf"{half}/09-attention exists already; choose another name"):
        new_lesson(course, "09-attention", "Attention", "注意力")
    assert [path.name for path in course.rglob("*") if path.is_file()] == ["mine.txt"]
