"""What runs in a student's repository: the public checks, and nothing hidden, whatever the student changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests import toy
from tests.ci.forge import CI, Machine, Ran, load, repository

HIDDEN = (
    "test_double_zeros",
    "double works for zeros",
    "test_total_negative",
    "np.sum(x)",
)  # checks, and the reference
PROOF = pytest.mark.proof("ci-repositories")  # the others of their kind: make test plays one


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that can take the course's public half, and the repository of a student whose answer is half right."""
    toy.make_course(tmp_path / "course")
    shutil.rmtree(tmp_path / "course/solutions")
    shutil.copytree(CI / "course", tmp_path / "course", dirs_exist_ok=True)
    student = tmp_path / "student"
    shutil.copytree(CI / "student", student)
    (student / toy.LESSON_ID).mkdir()
    (student / toy.LESSON_ID / "toy.py").write_text(toy.answer(double="return x**2", total="return np.max(x)"))
    repositories = {"school/course": tmp_path / "course", "school/ada": student}
    context = {"inputs.course": "school/course", "inputs.lang": "en"}
    summary = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    return Machine(tmp_path / "machine", repositories, context, summary)


def _github(machine: Machine) -> Ran:
    return machine.github(load(CI / "course/.github/workflows/gatehouse-check.yml")["jobs"]["check"], "school/ada")


def _gitlab(machine: Machine, tmp_path: Path) -> Ran:
    repository(tmp_path / "server", "course", tmp_path / "course")
    shutil.copytree(tmp_path / "student", machine.workspace, dirs_exist_ok=True)
    given = load(CI / "student/.gitlab-ci.yml")["variables"] | {"COURSE_URL": f"file://{tmp_path}/server/course.git"}
    builds = {"CI_BUILDS_DIR": str(tmp_path), "CI_JOB_ID": "7"}
    return machine.gitlab(load(CI / "course/gatehouse/gitlab-check.yml")["gatehouse-check"], **given, **builds)


@PROOF
def test_github_shows_the_public_checks_and_says_that_they_are_no_grade(machine: Machine, tmp_path: Path) -> None:
    ran = _github(machine)
    assert ran.code == 1 and ran.failed == ["Public checks only, no grade"], ran.out
    assert "These are the public checks only. This is no grade" in ran.out.replace("these", "These")
    assert f"::error file={toy.LESSON_ID}/toy.py,line=" in ran.out, "a path in the student's own repository"
    assert "you square the elements" in ran.out and "public checks only" in (tmp_path / "summary.md").read_text()
    assert (machine.workspace / "gatehouse-results/grades.csv").is_file()


@PROOF
def test_gitlab_shows_them_too(machine: Machine, tmp_path: Path) -> None:
    ran = _gitlab(machine, tmp_path)
    assert ran.code == 1 and "This is no grade" in ran.out
    issues = json.loads((machine.workspace / "gatehouse-results/gl-code-quality-report.json").read_text())
    assert {issue["location"]["path"] for issue in issues} == {f"{toy.LESSON_ID}/toy.py"}
    assert (machine.workspace / "gatehouse-results/junit.xml").is_file()


@PROOF
def test_a_right_answer_passes(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "student" / toy.LESSON_ID / "toy.py").write_text(toy.answer())
    ran = _github(machine)
    assert ran.code == 0, ran.out


def test_a_repository_without_a_lesson_is_told_so(machine: Machine, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "student" / toy.LESSON_ID)
    ran = _github(machine)
    assert ran.code == 2 and "nothing to grade" in ran.out


def test_a_student_who_edits_the_workflow_gets_nothing_hidden(machine: Machine, tmp_path: Path) -> None:
    """Whatever the steps are changed to, they run on this machine, with these files and variables."""
    ran = _github(machine)
    job = load(CI / "course/.github/workflows/gatehouse-check.yml")["jobs"]["check"]
    edited = {"steps": [*job["steps"][:2], {"name": "everything", "run": "env; cat -- $(find . -type f) || true"}]}
    everything = ran.out + machine.github(edited, "school/ada").out + (tmp_path / "summary.md").read_text()
    assert "double(x) is 2x" in everything, "the public half is there"
    assert [hidden for hidden in HIDDEN if hidden in everything] == []
    course = machine.workspace / ".gatehouse-course"
    for command in ("grade {} --out results", "verify 01-toy", "grade {} --out results --lesson 01-toy"):
        answer = machine.workspace / toy.LESSON_ID / "toy.py"
        done = machine.shell("grader " + command.format(answer), GATEHOUSE_COURSE=str(course))
        assert done.returncode and not [hidden for hidden in HIDDEN if hidden in done.stdout], done.stdout
    assert not (machine.workspace / "results").exists(), "without the hidden half there is no grade"


@PROOF
def test_a_course_that_holds_solutions_is_refused(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "course/solutions").mkdir()
    ran = _github(machine)
    assert ran.code == 2 and "holds solutions/, which students must not get" in ran.out


@PROOF
def test_links_of_the_students_are_not_followed(machine: Machine, tmp_path: Path) -> None:
    home = tmp_path / "student"
    (tmp_path / "elsewhere").mkdir()
    (home / toy.LESSON_ID / "toy.py").rename(tmp_path / "elsewhere/toy.py")
    (home / toy.LESSON_ID).rmdir()
    (home / toy.LESSON_ID).symlink_to(tmp_path / "elsewhere")
    assert _github(machine).code == 2
