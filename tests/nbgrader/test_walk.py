"""A course from release to export, with the real nbgrader, its real exchange, and formgrader in a real browser.

Set ``GATEHOUSE_SCREENSHOTS`` to a folder to keep pictures of what was seen.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from tests import toy
from tests.in_browser import PATIENCE, browser
from tests.nbgrader.course import ROOT, Course, fill_in
from tests.nbgrader.server import formgrader

PROOF = pytest.mark.proof("nbgrader-walk")
STUDENTS = ("ada", "bob", "cat")
_LATE = """
from nbgrader.plugins import BasePlugin

class OnePoint(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0 if student_id == "cat" else None

c.AssignLatePenalties.plugin_class = OnePoint
c.Exchange.root = {exchange!r}
c.ExchangeCollect.check_owner = False  # here, all are one user of the machine
"""
_CHECK = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "grader")
shell.run_line_magic("check", "--lang en")
"""


class Walk:
    """A course with an exchange; each student has a folder of their own."""

    def __init__(self, course: Course, folder: Path) -> None:
        self.course, self.folder = course, folder
        self.exchange = folder / "exchange"
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        config = course.home / "nbgrader_config.py"
        own = config.read_text().replace("import grader", _LATE.format(exchange=str(self.exchange)) + "import grader")
        config.write_text(own)

    def student(self, name: str, *words: str) -> str:
        """nbgrader's command, as this student gives it."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        config = (
            f"c = get_config()\nc.Exchange.root = {str(self.exchange)!r}\nc.CourseDirectory.course_id = 'nbgrader'\n"
        )
        (home / "nbgrader_config.py").write_text(config)
        return self.run([sys.executable, "-m", "nbgrader", *words], home)

    def run(self, command: list[str], home: Path) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "GATEHOUSE"))}
        done = subprocess.run(
            command, cwd=home, env={**clean, "HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def hand_in(self, name: str, answer: str) -> None:
        """Fetch, answer, and submit."""
        import nbformat

        lesson = self.course.lesson
        if not (self.folder / name / lesson).exists():
            self.student(name, "fetch_assignment", lesson)
        path = self.folder / name / lesson / f"{lesson}.ipynb"
        book = nbformat.read(path, as_version=4)
        fill_in(book, answer)
        nbformat.write(book, path)
        self.student(name, "submit", lesson, "--student", name)

    def score(self, name: str) -> tuple[str, str, str]:
        row = self.course.exported()[name]
        return row["score"], row["late_submission_penalty"], row["status"]


@pytest.fixture
def walk(course: Course, tmp_path: Path) -> Walk:
    return Walk(course, tmp_path)


@PROOF
def test_a_course_from_release_to_export_and_a_regrade(walk: Walk) -> None:
    course, lesson = walk.course, walk.course.lesson
    checks = course.gatehouse / "solutions" / toy.LESSON_ID / "test_hidden.py"
    right = checks.read_text(encoding="utf-8")
    checks.write_text(right.replace(".close(x.sum())", ".close(x.sum() + 1)"), encoding="utf-8")  # a mistake of ours

    course.nbgrader("db", "assignment", "add", lesson, "--duedate", "2020-01-01 00:00:00 UTC")
    course.nbgrader("release_assignment", lesson)
    walk.hand_in("ada", toy.answer())
    walk.hand_in("bob", toy.answer(double="return x**2"))
    walk.hand_in("cat", toy.answer())
    said = walk.run([sys.executable, "-c", _CHECK], walk.folder / "ada" / lesson)
    assert "The public checks that were run all pass." in said and "Passed  3/3" in said

    course.nbgrader("collect", lesson)
    assert sorted(path.name for path in (course.home / "submitted").iterdir()) == list(STUDENTS)
    assert course.exported()["ada"]["status"] == "waiting"
    course.grader("grade", "--course", str(course.home), "--lang", "en")
    assert [walk.score(name) for name in STUDENTS] == [
        ("6.0", "0.0", "graded"), ("1.0", "0.0", "graded"), ("5.0", "1.0", "graded"),
    ]  # fmt: skip

    with course.gradebook() as gradebook:  # what formgrader's buttons do
        grade = gradebook.find_grade("test_double", lesson, lesson, "bob")
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        gradebook.find_comment("code-2", lesson, lesson, "bob").manual_comment = "Well tried."
        gradebook.db.commit()
    course.nbgrader("generate_feedback", lesson, "--force")
    page = course.path("feedback", "bob", ".html").read_text(encoding="utf-8")
    assert "Well tried." in page and "(Score: 2.75 / 7.0)" in page
    course.nbgrader("release_feedback", lesson)
    assert walk.score("bob") == ("2.75", "0.0", "graded")

    checks.write_text(right, encoding="utf-8")
    said = course.grader("grade", "--course", str(course.home), "--lang", "en")
    assert "solutions/01-toy/test_hidden.py has changed (3)" in said
    assert [walk.score(name) for name in STUDENTS] == [
        ("7.0", "0.0", "graded"), ("3.75", "0.0", "graded"), ("6.0", "1.0", "graded"),
    ]  # fmt: skip
    with course.gradebook() as gradebook:
        assert gradebook.find_comment("code-2", lesson, lesson, "bob").comment == "Well tried."
        assert gradebook.find_grade("test_double", lesson, lesson, "bob").needs_manual_grade, "to be looked at again"
    page = course.path("feedback", "bob", ".html").read_text(encoding="utf-8")
    assert "Well tried." in page and "(Score: 3.75 / 7.0)" in page

    walk.hand_in("bob", toy.answer())
    course.nbgrader("collect", lesson, "--update")
    assert walk.score("bob")[2] == "waiting"
    course.nbgrader("autograde", lesson)
    assert walk.score("bob") == ("6.75", "0.0", "graded"), "what a person gave, until a person takes it away"
    for text in (path.read_text(encoding="utf-8") for path in walk.exchange.rglob("*.ipynb")):
        assert "gatehouse/results" not in text and "test_total_negative" not in text
    assert not list(walk.exchange.rglob("test_hidden.py")) and not list(walk.exchange.rglob("course.json"))


@PROOF
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_formgrader_in_a_tab_of_its_own(lang: str, tmp_path: Path) -> None:
    """Its button grades, its page shows our feedback, a person writes over a score, and the feedback page has both."""
    course = Course.make(tmp_path / "course", lang)
    lesson, told = course.lesson, {"en": "you square the elements", "zh": "你把元素平方了"}[lang]
    course.submit("ada", toy.answer())
    book = course.released()
    book.cells[0].source += "\n<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    course.submit("bob", toy.answer(double="return x**2"), book)
    expect = pytest.importorskip("playwright.sync_api").expect
    with browser() as chromium, formgrader(course.home, tmp_path) as (url, token):
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        page.route(re.compile(r"^https://"), lambda route: route.abort())  # MathJax, which would be waited for
        page.goto(f"{url}api?token={token}")  # for the cookie
        page.goto(f"{url}formgrader/manage_submissions/{lesson}/")
        row = page.locator("tr", has_text="bob")
        row.locator(".autograde a").click()
        expect(page.locator(".modal-body", has_text="Successfully autograded")).to_be_visible(timeout=PATIENCE * 1000)
        page.locator(".modal .close").first.click()
        expect(row.locator(".status")).to_have_text("graded")
        expect(row.locator(".score")).to_have_text("2 / 7")
        expect(page.locator("tr", has_text="ada").locator(".status")).to_have_text("needs autograding")
        _picture(page, f"formgrader-submissions-{lang}")

        page.goto(f"{url}formgrader/gradebook/{lesson}/{lesson}")
        page.locator("table a", has_text="Submission #1").first.click()
        cell = page.locator(".nbgrader_cell", has=page.locator("code", has_text="test_double"))
        expect(page.locator("div[lang]", has_text=told).first).to_be_visible(timeout=PATIENCE * 1000)
        expect(page.locator("#code-2-comment")).to_have_attribute("placeholder", told)
        assert page.title() != "owned"
        _picture(page, f"formgrader-page-{lang}")
        cell.locator("input.score").fill("1.5")
        cell.locator("input.score").press("Tab")
        page.locator("#code-2-comment").fill("Well tried.")
        page.locator("#code-2-comment").press("Tab")
        expect(cell.locator(".score-saved")).to_be_visible()
        page.wait_for_timeout(1000)
        assert course.exported()["bob"]["score"] == "3.5"
        course.nbgrader("generate_feedback", lesson, "--force")
        page.goto(course.path("feedback", "bob", ".html").as_uri())
        expect(page.locator("body")).to_contain_text("Well tried.")
        expect(page.locator("div[lang]", has_text=told).first).to_be_visible()
        _picture(page, f"feedback-{lang}")


def _picture(page: Any, name: str) -> None:
    if folder := os.environ.get("GATEHOUSE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
