"""`grader preview`: what students will see, before they do, and whether the public half gives anything away."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from grader.cli.common import FAILED, OK, OURS, USAGE
from tests import toy

PAGE = Path("preview") / toy.LESSON_ID / "index.html"
PUBLIC = Path("exercises") / toy.LESSON_ID


def test_it_shows_task_notebooks_and_feedback_in_both_languages(grader: Any, home: Path) -> None:
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    (home / PUBLIC / "figure.svg").write_bytes(picture)
    task = "# Toy\n\nBetween $a_1$ and $b_1$. ![A figure](figure.svg)\n\n<script>alert(1)</script>\n"
    task += "\n<details>\n<summary>Hint <1></summary>\n\nLook at `x`.\n</details>\n\n## End\n"
    (home / PUBLIC / "task.en.md").write_text(task, encoding="utf-8")
    ran = grader("preview", toy.LESSON_ID, "--lang", "en")
    assert ran.code == OK and str(PAGE) in ran.out and not ran.err
    page = (home / PAGE).read_text(encoding="utf-8")
    assert "<h1>Toy</h1>" in page and "<h1>玩具</h1>" in page and "No line of the reference stands" in page
    assert "<code>$a_1$</code>" in page and "<em>" not in page and "<script" not in page
    assert "<details><summary>Hint &lt;1&gt;</summary><p>Look at <code>x</code>.</p>" in page and "<h2>End</h2>" in page
    assert f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}" in page
    assert page.count("you square the elements") >= 1 and page.count("你把元素平方了") >= 1
    for name in ("untouched-stub", "reference", *(f"wrong-{Path(one).stem}" for one in toy.WRONG)):
        assert f'href="feedback/{name}.html"' in page
        assert (home / PAGE).with_name("feedback").joinpath(f"{name}.html").is_file()
    for code in ("zh", "en"):
        assert (home / PAGE).parent.joinpath(code, toy.LESSON_ID, "toy.ipynb").is_file()
    assert grader("preview", toy.LESSON_ID, "--task-only").code == OK  # again, over what is there


def test_a_line_of_the_reference_in_the_public_half_is_named(grader: Any, home: Path) -> None:
    task = home / PUBLIC / "task.en.md"
    task.write_text("# Toy\n\nWrite `return FACTOR * np.asarray(x, dtype=float)`.\n", encoding="utf-8")
    ran = grader("preview", toy.LESSON_ID, "--task-only", "--lang", "en")
    assert ran.code == FAILED and f"{task} contains code of the reference: return FACTOR" in ran.err
    page = (home / PAGE).read_text(encoding="utf-8")
    assert "Do not release it" in page and "No line of the reference" not in page


def test_a_check_with_a_bug_is_said(grader: Any, home: Path) -> None:
    hidden = home / "solutions" / toy.LESSON_ID / "test_hidden.py"
    hidden.write_text("def test_bug(student):\n    student.double([1.0])\n    undefined\n")
    ran = grader("preview", toy.LESSON_ID, "--lang", "en")
    assert ran.code == OURS and "fix the check: test_bug of 01-toy has a bug: NameError" in ran.err
    assert f"({hidden}:3)" in ran.err


def test_it_is_for_who_has_the_private_half_and_lies_outside_the_course(grader: Any, home: Path) -> None:
    ran = grader("preview", toy.LESSON_ID, "--out", "exercises")
    assert ran.code == USAGE and "lies in the course's own exercises/" in ran.err
    (home / "solutions").rename(home / "elsewhere")
    ran = grader("preview", toy.LESSON_ID)
    assert ran.code == USAGE and "preview a lesson where the course is written" in ran.err


def test_it_is_not_written_among_what_students_are_given(grader: Any, home: Path) -> None:
    assert grader("workspace", "release").code == OK
    before = sorted((home / "release").rglob("*"))
    for out in ("release", f"release/{toy.LESSON_ID}/drafts"):
        ran = grader("preview", toy.LESSON_ID, "--out", out)
        assert ran.code == USAGE and "which students are given; choose another folder" in ran.err
    assert sorted((home / "release").rglob("*")) == before
