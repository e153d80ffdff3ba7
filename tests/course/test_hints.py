"""Hints: those of the task texts, in both languages, and whom each is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.checks.concerns import checks_of, matching
from grader.course.hints import folded, hints_of, without_hints
from grader.course.lesson import Lesson, LessonError, discover
from grader.course.misconceptions import diagnose
from tests import toy

ROOT = Path(__file__).resolve().parents[2]
LESSONS = discover(ROOT)
FOLDED = "<details>\n<summary>{title}</summary>\n\nlook\n</details>\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return discover(toy.make_course(tmp_path))[0]


def put(lesson: Lesson, zh: int, en: int, more: str = "") -> None:
    for lang, count in (("zh", zh), ("en", en)):
        hints = "\n".join(FOLDED.format(title=f"{lang}{n}") for n in range(count))
        lesson.task_path(lang).write_text(f"# Task\n\n## Hints\n\n{hints}\n## End\n", encoding="utf-8")
    (lesson.public / "hints.toml").write_text(more, encoding="utf-8")


@pytest.mark.parametrize("each", LESSONS, ids=[one.id for one in LESSONS])
def test_whom_a_hint_is_for_is_known_to_its_lesson(each: Lesson) -> None:
    hints = hints_of(each)
    assert len(hints) >= 3
    for name in {name for hint in hints for name in hint.about}:
        assert matching(name, checks_of(each, hidden=False)) or diagnose(name, each.public), name


def test_a_hint_has_its_title_and_whom_it_is_for(lesson: Lesson) -> None:
    more = '[task]\n2 = ["double"]\n[[hints]]\nabout = ["x"]\ntext.zh = "一"\ntext.en = "one"\n'
    put(lesson, 2, 2, more)
    first, second, third = hints_of(lesson)
    assert (first.text.get("zh"), first.about) == ("一", ("x",))
    assert (second.text.get("zh"), second.text.get("en"), second.about) == ("**zh0**\n\nlook", "**en0**\n\nlook", ())
    assert third.about == ("double",)


@pytest.mark.parametrize(
    ("zh", "en", "more", "told"),
    [(1, 2, "", "task.zh.md 1, task.en.md 2"), (1, 1, "[task]\n2 = []", "no hint 2"), (0, 0, "[hint]", "hint")],
)
def test_what_an_author_got_wrong_is_named(lesson: Lesson, zh: int, en: int, more: str, told: str) -> None:
    put(lesson, zh, en, more)
    with pytest.raises(LessonError, match=told):
        hints_of(lesson)


def test_a_hint_is_told_without_its_number() -> None:
    """They come as they are needed: the second may be the first."""
    titles = {
        "Hint 2: where": "Where",
        "提示 2：位置": "位置",
        "make_batches": "make_batches",
        "In 2 lines": "In 2 lines",
    }
    titles |= {
        "Hint 1: time-major": "Time-major",
        "Hint 1: make_batches": "make_batches",
        "Hint 4: run, then": "run, then",
    }
    for title, told in titles.items():
        assert folded(FOLDED.format(title=title)) == [f"**{told}**\n\nlook"]


def test_a_task_without_its_hints() -> None:
    assert without_hints(["# Task", f"## Hints\n\n{FOLDED}", "## End"]) == "# Task\n\n## End"
