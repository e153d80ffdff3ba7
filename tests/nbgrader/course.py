"""An nbgrader course of the toy lesson, with nbgrader's own commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from grader.course.lesson import load_lesson
from grader.nbgrader.release import release
from grader.source.regions import find_regions
from tests import toy

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Course:
    """`gatehouse` is our course, `home` nbgrader's."""

    gatehouse: Path
    home: Path
    lesson: str = toy.LESSON_ID

    @classmethod
    def make(cls, folder: Path, lang: str = "en") -> Course:
        """Released, with the students' copy made."""
        course = cls(toy.make_course(folder / "gatehouse"), folder / "nbgrader")
        course.home.mkdir()
        list(release(course.gatehouse, course.home, [load_lesson(course.gatehouse, course.lesson)], lang))
        course.nbgrader("generate_assignment", course.lesson)
        return course

    def nbgrader(self, *words: str, fails: bool = False) -> str:
        """Run nbgrader's command; what it says."""
        return self.run([sys.executable, "-m", "nbgrader", *words], fails=fails)

    def grader(self, *words: str, fails: bool = False) -> str:
        return self.run([sys.executable, "-m", "grader", *words], fails=fails)

    def run_grader(self, *words: str, code: int) -> str:
        """Run ours, which must end with this exit code."""
        return self.run([sys.executable, "-m", "grader", *words], fails=True, code=code)

    def run(self, command: list[str], *, fails: bool, code: int | None = None) -> str:
        given = {"PYTHONPATH": str(ROOT), "GATEHOUSE_COURSE": str(self.gatehouse), "HOME": str(self.home)}
        # nbgrader's own commands start `alembic` by its bare name
        given["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            command, cwd=self.home, env={**os.environ, **given}, capture_output=True, text=True, check=False
        )
        said = f"{command}\n{done.stdout}{done.stderr}"
        assert (done.returncode != 0) == fails and code in (None, done.returncode), said
        return done.stdout + done.stderr

    def path(self, step: str, student: str = "", suffix: str = ".ipynb") -> Path:
        return self.home / step / student / self.lesson / f"{self.lesson}{suffix}"

    def released(self) -> Any:
        return nbformat.read(self.path("release"), as_version=4)

    def submit(self, student: str, answer: str | None = None, book: Any = None) -> Path:
        """Hand in the released notebook, or `book`, with the regions of the program `answer` in it."""
        book = book or self.released()
        if answer is not None:
            fill_in(book, answer)
        path = self.path("submitted", student)
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, path)
        return path

    def gradebook(self) -> Any:
        from nbgrader.api import Gradebook

        return Gradebook(f"sqlite:///{self.home}/gradebook.db")

    def scores(self, student: str) -> dict[str, float | None]:
        """Each grade cell's automatic score."""
        with self.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(self.lesson, self.lesson, student)
            return {grade.name: grade.auto_score for grade in notebook.grades}

    def comments(self, student: str) -> dict[str, str | None]:
        """What we say of each solution cell."""
        with self.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(self.lesson, self.lesson, student)
            return {comment.name: comment.auto_comment for comment in notebook.comments}

    def exported(self) -> dict[str, dict[str, str]]:
        """What `nbgrader export` writes, by student."""
        import csv

        self.nbgrader("export")
        with (self.home / "grades.csv").open(encoding="utf-8") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}


def fill_in(book: Any, answer: str) -> None:
    """Put the regions of a program into the cells that have them."""
    lines = {region.name: region.lines for region in find_regions(answer)}
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            source = cell.source.split("\n")
            for region in reversed(find_regions(cell.source)):
                source[region.begin : region.end - 1] = lines[region.name]
            cell.source = "\n".join(source)


def cell(book: Any, grade_id: str) -> Any:
    (found,) = [one for one in book.cells if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    return found


def sources(path: Path) -> str:
    """Everything that stands in a notebook."""
    return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
