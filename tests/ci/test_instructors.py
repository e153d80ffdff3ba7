"""What runs in the instructor's repository: the class is collected and graded, whatever students put into theirs."""

from __future__ import annotations

import csv
import hashlib
import json
import shlex
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import toy
from tests.ci.forge import CI, WITHOUT_A_WALL, Machine, Ran, git, load, repository

WORKFLOW = CI / "instructor/.github/workflows/gatehouse-grade.yml"
PROOF = pytest.mark.proof("ci-repositories")  # the others of their kind: make test plays one
WRONG = {"double": "return x**2"}  # earns 2 of 7: `total` is right


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    own = toy.make_course(tmp_path / "own")
    shutil.copytree(CI / "instructor", own, dirs_exist_ok=True)
    server = f"file://{tmp_path}/server"
    (tmp_path / "server").mkdir()
    context = {
        "github.server_url": server, "secrets.STUDENTS_TOKEN": "the-token", "inputs.lesson": "",
        "inputs.profile || 'cpu'": "cpu",
    }  # fmt: skip
    environment = {
        "GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": "school/grades", "GITHUB_TOKEN": "the-jobs-token",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }  # fmt: skip
    return Machine(tmp_path / "machine", {"school/grades": own}, context, environment)


def _push(tmp_path: Path, student: str, files: dict[str, str], links: dict[str, str] | None = None) -> None:
    """Push these files as the student's repository, and enter the student into students.csv."""
    home = tmp_path / "pushed" / student
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, target in (links or {}).items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).symlink_to(target)
    repository(tmp_path / "server", f"school/{student}", home)


def _class(tmp_path: Path, *students: str, more: str = "") -> None:
    lines = "".join(f"{student},school/{student}\n" for student in students)
    (tmp_path / "own/students.csv").write_text(f"student,repository\n{lines}{more}")


def _run(machine: Machine) -> Ran:
    (job,) = load(WORKFLOW)["jobs"].values()
    return machine.github(job, "school/grades")


def _grades(results: Path) -> dict[str, tuple[str, str]]:
    rows = csv.DictReader((results / "grades.csv").read_text(encoding="utf-8-sig").splitlines())
    return {row["student"]: (row["outcome"], row["score"]) for row in rows}


ANSWER = f"{toy.LESSON_ID}/toy.py"


def test_a_class_is_collected_and_graded_with_the_hidden_half(machine: Machine, tmp_path: Path) -> None:
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _push(tmp_path, "bob", {ANSWER: toy.answer(total="return np.max(x)"), "notes.txt": "mine"})
    _class(tmp_path, "ada", "bob")
    ran = _run(machine)
    assert ran.code == 0, ran.out
    assert _grades(machine.temp / "results") == {"ada": ("passed", "7"), "bob": ("failed", "5")}
    assert "Sandbox level reached: strict" in ran.out
    assert "Sandbox level reached: strict" in (tmp_path / "summary.md").read_text()
    assert not (machine.temp / "class/bob/notes.txt").exists(), "only lessons are taken"
    verdict = json.loads((machine.temp / "results/students/ada/01-toy/verdict.json").read_text())
    assert not verdict["environment"]["public_only"] and not verdict["environment"]["forced"]


@PROOF
def test_what_students_push_beside_their_answers_changes_nothing(machine: Machine, tmp_path: Path) -> None:
    forged = json.dumps({"student": "eve", "score": 7.0})
    hostile = {
        ANSWER: toy.answer(**WRONG),
        f"{toy.LESSON_ID}/conftest.py": "raise SystemExit(0)",
        f"{toy.LESSON_ID}/sitecustomize.py": f"open({str(tmp_path / 'ran')!r}, 'w')",
        f"{toy.LESSON_ID}/.gitattributes": "* filter=evil text working-tree-encoding=UTF-16",
        ".gitattributes": "*.py filter=lfs diff=lfs merge=lfs ident export-subst",
        ".lfsconfig": "[lfs]\nurl = file:///",
        ".gitmodules": '[submodule "x"]\npath = x\nurl = ../ada.git\n',
        f"exercises/{toy.LESSON_ID}/test_public.py": "",
        "gatehouse/grade.sh": f"touch {tmp_path / 'ran'}",
        f"results/students/eve/{toy.LESSON_ID}/verdict.json": forged,
        ".github/workflows/gatehouse-grade.yml": "on: pull_request_target",
    }
    _push(tmp_path, "eve", hostile)
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _push(tmp_path, "fay", {"README": "x"}, {ANSWER: f"../../ada/{ANSWER}"})
    _push(tmp_path, "gil", {"README": "x"}, {toy.LESSON_ID: f"../ada/{toy.LESSON_ID}"})
    _class(tmp_path, "ada", "eve", "fay", "gil")
    ran = _run(machine)
    grades = _grades(machine.temp / "results")
    assert grades["eve"] == ("failed", "2"), ran.out
    assert grades["fay"] == ("rejected", "0"), "a link to another's answer is a file that holds a path"
    assert "gil" not in grades and "gil: none of the lessons' folders" in ran.out
    assert ran.code == 0, "who has not begun is no failure"
    assert not (tmp_path / "ran").exists()
    assert not [path for path in (machine.temp / "class").rglob("*") if path.is_symlink()]


@PROOF
def test_the_step_that_grades_has_no_token(machine: Machine, tmp_path: Path) -> None:
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _class(tmp_path, "ada")
    machine.command("grader", 'env; printf "%s\\n" "$@"')
    ran = _run(machine)
    seen = dict(line.split("=", 1) for line in ran.out.splitlines() if "=" in line)
    assert "PATH" in seen and "--level" in ran.out
    assert "the-token" not in ran.out and "the-jobs-token" not in ran.out
    assert not [name for name in seen if "TOKEN" in name or name.startswith("GIT_CONFIG")]


@PROOF
def test_below_the_level_container_nobody_is_graded(machine: Machine, tmp_path: Path) -> None:
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _class(tmp_path, "ada")
    machine.command("grader", f'exec {sys.executable} -c {shlex.quote(WITHOUT_A_WALL)} "$@"')
    ran = _run(machine)
    assert ran.code == 3 and ran.failed == ["Grade"] and "does not offer the sandbox level 'container'" in ran.out
    assert not list((machine.temp / "results").rglob("verdict.json")), "no score, and no zero"


@PROOF
def test_who_cannot_be_collected_is_named_and_the_others_are_graded(machine: Machine, tmp_path: Path) -> None:
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    large = {f"{toy.LESSON_ID}/many/{number}": "x" for number in range(2100)}
    _push(tmp_path, "bob", {ANSWER: toy.answer(), **large})
    _class(tmp_path, "ada", "bob", "eve")
    ran = _run(machine)
    assert ran.code == 1 and ran.failed == ["Grade"], "the job fails, so that somebody looks"
    assert _grades(machine.temp / "results") == {"ada": ("passed", "7")}
    assert "eve (school/eve): it cannot be read" in ran.out
    assert "bob (school/bob): its lessons hold too much" in ran.out


@PROOF
def test_a_repository_of_any_size_does_not_fill_the_disk(machine: Machine, tmp_path: Path) -> None:
    script = tmp_path / "own/gatehouse/collect.sh"
    script.write_text(script.read_text().replace("most_kb=200000", "most_kb=100"))
    noise = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000))
    _push(tmp_path, "ada", {ANSWER: toy.answer(), "video": noise})
    _push(tmp_path, "bob", {ANSWER: toy.answer()})
    _class(tmp_path, "ada", "bob")
    ran = _run(machine)
    assert "ada (school/ada): it cannot be read" in ran.out
    assert _grades(machine.temp / "results") == {"bob": ("passed", "7")}


@PROOF
@pytest.mark.parametrize(
    "line",
    ["../eve,school/ada", "eve,../../own", "eve,--upload-pack=x/y", "eve,school/ada;id", ".git,school/ada", "eve"],
)
def test_a_line_that_is_no_student_is_refused(machine: Machine, tmp_path: Path, line: str) -> None:
    _class(tmp_path, more=line)
    ran = _run(machine)
    assert ran.code == 2 and ran.failed == ["Collect"] and "not a line of student,owner/name" in ran.out


@PROOF
def test_a_student_who_is_there_twice_is_refused(machine: Machine, tmp_path: Path) -> None:
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _class(tmp_path, "ada", "ada")
    assert "ada is there twice" in _run(machine).out


@PROOF
def test_a_public_repository_is_refused(machine: Machine, tmp_path: Path) -> None:
    _push(tmp_path, "grades", {"README": "public"})
    ran = _run(machine)
    assert ran.code == 1 and "This repository is public" in ran.out and len(ran.failed) == 1


@pytest.fixture
def gitlab() -> dict[str, Any]:
    return load(CI / "instructor/.gitlab-ci.yml")


@PROOF
def test_gitlab_collects_and_grades(machine: Machine, tmp_path: Path, gitlab: dict[str, Any]) -> None:
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _class(tmp_path, "ada")
    shutil.copytree(tmp_path / "own", machine.workspace, dirs_exist_ok=True)
    server = {"CI_SERVER_URL": f"file://{tmp_path}/server", "STUDENTS_TOKEN": "the-token"}
    public = machine.gitlab(gitlab["collect"], CI_PROJECT_VISIBILITY="public", **server)
    assert public.code == 1 and "This project is not private" in public.out
    done = machine.gitlab(gitlab["collect"], CI_PROJECT_VISIBILITY="private", **server)
    assert done.code == 0, done.out
    job = gitlab[".grade"]
    told = machine.gitlab(job, STUDENTS_TOKEN="the-token")
    assert told.code == 1 and "Give it the environment scope gatehouse-collect" in told.out
    graded = machine.gitlab(job, CI_JOB_TOKEN="the-jobs-token")
    assert graded.code == 0 and "Sandbox level reached: strict" in graded.out, graded.out
    assert _grades(machine.workspace / "results") == {"ada": ("passed", "7")}
    machine.command("grader", "env")
    assert "the-jobs-token" not in machine.gitlab(job, CI_JOB_TOKEN="the-jobs-token").out
    assert gitlab["grade"]["extends"] == gitlab["grade-gpu"]["extends"] == ".grade"


@PROOF
def test_a_tree_with_more_files_than_can_be_counted_costs_only_its_author(machine: Machine, tmp_path: Path) -> None:
    """Ten billion files in a dozen objects."""
    home = tmp_path / "server/school/eve.git"
    home.mkdir(parents=True)
    git(home, "init", "--quiet", "--bare")
    kind, one = "100644 blob", git(home, "hash-object", "-w", "--stdin", given="x")
    for _ in range(10):
        one = git(home, "mktree", given="".join(f"{kind} {one}\t{name}\n" for name in range(10)))
        kind = "040000 tree"
    one = git(home, "mktree", given=f"040000 tree {one}\t{toy.LESSON_ID}\n")
    git(home, "update-ref", "refs/heads/main", git(home, "commit-tree", one, given="a bomb"))
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _class(tmp_path, "eve", "ada")
    began = time.monotonic()
    ran = _run(machine)
    assert "eve (school/eve): its lessons hold too much" in ran.out and time.monotonic() - began < 50
    assert _grades(machine.temp / "results") == {"ada": ("passed", "7")}


@PROOF
def test_a_history_with_a_submodule_in_a_lessons_place_is_none(machine: Machine, tmp_path: Path) -> None:
    home = tmp_path / "pushed/eve"
    home.mkdir(parents=True)
    (home / "README").write_text("x")
    git(home, "init", "--quiet")
    git(home, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{toy.LESSON_ID}")
    git(home, "commit", "--quiet", "--message", "a submodule")
    (tmp_path / "server/school").mkdir()
    git(home, "clone", "--quiet", "--bare", ".", str(tmp_path / "server/school/eve.git"))
    _push(tmp_path, "ada", {ANSWER: toy.answer()})
    _class(tmp_path, "ada", "eve")
    ran = _run(machine)
    assert _grades(machine.temp / "results").get("ada") == ("passed", "7"), ran.out
    assert "eve" not in _grades(machine.temp / "results") or _grades(machine.temp / "results")["eve"][0] != "passed"
