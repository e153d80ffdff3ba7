"""Cells are cut where a reader would, no region in two, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.lesson import Lesson, LessonError, load_lesson
from grader.jupyter.cells import names, sections, split
from grader.source.regions import find_regions


def lesson_with(course: Path, stub: str) -> Lesson:
    (course / "exercises/01-warm-up/warm_up.py").write_text(stub, encoding="utf-8")
    return load_lesson(course, "01-warm-up")


def filled(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def test_the_stub_is_cut_where_a_reader_would(course: Path) -> None:
    cells = split(load_lesson(course, "01-warm-up"))
    assert [(source.splitlines()[0], found) for source, found in cells] == [
        ('"""Warm-up."""', []),
        ("def helper(x):", []),
        ("# Twice as much.", ["double"]),
        ("def squash(x):", ["squash"]),
        ('if __name__ == "__main__":', []),
    ]


def test_a_line_of_chinese_goes_on_without_a_space() -> None:
    """What a browser shows for the end of a line is a space, which no Chinese text has."""
    fence = "```text\n第一行\n第二行\n```"
    task = f"# 关\n\n上一行\n下一行，\n再一行 LSTM\n又一行\n\n- 一项\n  接着说\n- 二项\n\n### 小标题\n正文\n\n{fence}"
    (section,) = sections(task)
    assert section == (
        f"# 关\n\n上一行下一行，再一行 LSTM\n又一行\n\n- 一项接着说\n- 二项\n\n### 小标题\n正文\n\n{fence}"
    )
    assert sections("one line\nand another") == ["one line\nand another"]


STUBS: dict[str, tuple[str, list[list[str]]]] = {
    "unnamed, and empty": (
        "import keras\n\n\ndef f(a):\n    # * Begin * #\n\n    # * End * #\n    # a last word\n",
        [[], ["f"]],
    ),
    "over two functions": (
        "# * Begin m * #\ndef f():\n    pass\n\n\ndef g():\n    pass\n# * End m * #\nx = 1\n",
        [["m"], []],
    ),
    "class": (
        "class C:\n    def a(self):\n        # * Begin a * #\n        pass\n        # * End a * #\n\n"
        "    def b(self):\n        # * Begin b * #\n        pass\n        # * End b * #\n",
        [["a", "b"]],
    ),
    "decorated": (
        "x = 1\n\n\n@staticmethod\ndef f():\n    '''\n# text\n    '''\n    # * Begin f * #\n    # * End f * #\n",
        [[], ["f"]],
    ),
    "top level": ("x = 1\n# * Begin top * #\n# * End top * #\ny = 2\nz = 3\n", [[], ["top"], []]),
}


@pytest.mark.parametrize(("stub", "found"), STUBS.values(), ids=STUBS)
def test_no_region_is_ever_cut_in_two(course: Path, stub: str, found: list[list[str]]) -> None:
    cells = split(lesson_with(course, stub))
    assert filled("\n".join(source for source, _ in cells)) == filled(stub)
    assert sum(len(find_regions(source)) for source, _ in cells) == len(find_regions(stub))
    assert [said for _, said in cells] == found


def test_names_are_those_of_the_regions(course: Path) -> None:
    assert names(load_lesson(course, "01-warm-up")) == ["double", "squash"]


@pytest.mark.parametrize("stub", ["def f(:\n", "# * Begin a * #\n", "x = '\0'\n"])
def test_a_stub_that_cannot_be_cut(course: Path, stub: str) -> None:
    with pytest.raises(LessonError, match=r"the stub .*warm_up\.py cannot be used"):
        split(lesson_with(course, stub))


def test_the_task_is_cut_before_headings_and_not_in_code() -> None:
    task = "Intro\n# A\n\na\n\n### still A\n````\n# code\n```\n# code\n````\n#hashtag\n## B\n~~~\n## code\n"
    parts = sections(task)
    assert [part.splitlines()[0] for part in parts] == ["Intro", "# A", "## B"]
    assert filled("\n".join(parts)) == filled(task)
    assert sections("\n \n") == []
