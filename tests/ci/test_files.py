"""The files of ci/: valid by their vendors' schemas, and with no more rights than they need."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.ci.forge import CI, load

WORKFLOWS = sorted(CI.glob("*/.github/workflows/*.yml"))
GITLAB = [*sorted(CI.glob("*/.gitlab-ci.yml")), CI / "course/gatehouse/gitlab-check.yml"]
ACTION = CI / "course/.github/actions/gatehouse-check/action.yml"
GRADE = CI / "instructor/.github/workflows/gatehouse-grade.yml"
STUDENTS = [*CI.glob("course/**/*.yml"), *CI.glob("student/**/*.yml"), *CI.glob("course/**/*.sh")]


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        *((path, "github-workflows") for path in WORKFLOWS),
        (ACTION, "github-actions"),
        *((path, "gitlab-ci") for path in GITLAB),
    ],
    ids=lambda value: str(value.relative_to(CI)) if isinstance(value, Path) else value,
)
def test_every_file_is_valid_by_its_schema(path: Path, schema: str) -> None:
    rules = json.loads((Path(__file__).parent / "schemas" / f"{schema}.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(rules)(rules)
    assert [error.message for error in validator.iter_errors(load(path))] == []


def _steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    return job.get("steps", [])


def test_there_are_three_workflows_and_three_files_for_gitlab() -> None:
    assert len(WORKFLOWS) == 3 and len(GITLAB) == 3


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_rights_are_few(path: Path) -> None:
    text, loaded = path.read_text(encoding="utf-8"), load(path)
    assert "pull_request_target" not in text and "secrets: inherit" not in text and "write" not in text
    jobs = loaded.get("jobs", {}).values()
    for job in jobs:
        assert job.get("permissions", loaded["permissions"]) == {"contents": "read"}
    for step in [step for job in jobs for step in _steps(job)] + loaded.get("runs", {}).get("steps", []):
        uses = step.get("uses", "./")
        assert uses.startswith("./") or re.search("@[0-9a-f]{40}$", uses), "a tag may be moved, a commit may not"
        if uses.startswith("actions/checkout@"):
            settings = step["with"]
            assert settings["persist-credentials"] is False
            assert not {settings.get(name, False) for name in ("lfs", "submodules")} - {False}
        assert "${{" not in step.get("run", ""), "an expression in a script is run as a part of it"


def test_no_secret_is_named_in_what_runs_in_a_students_repository() -> None:
    for path in STUDENTS:
        assert not re.search(r"secrets|TOKEN", path.read_text(encoding="utf-8")), path


def test_the_instructors_workflow_is_started_by_nobody_else_and_has_its_token_in_one_step() -> None:
    workflow = load(GRADE)
    assert set(workflow["on"]) == {"workflow_dispatch", "schedule"}
    (job,) = workflow["jobs"].values()
    assert "env" not in job and "env" not in workflow
    with_token = [step["name"] for step in job["steps"] if "secrets." in str(step) or "github.token" in str(step)]
    assert with_token == ["Collect"]


def test_the_gpu_profile_goes_to_a_self_hosted_runner_by_label() -> None:
    (job,) = load(GRADE)["jobs"].values()
    assert """inputs.profile == 'gpu' && fromJSON('["self-hosted", "gpu"]')""" in job["runs-on"]
    gitlab = load(CI / "instructor/.gitlab-ci.yml")
    assert gitlab["grade-gpu"]["tags"] == ["gpu"] and "tags" not in gitlab["grade"]
    assert gitlab["workflow"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "web" || $CI_PIPELINE_SOURCE == "schedule"'}]


def test_nothing_grades_below_container() -> None:
    script = (CI / "instructor/gatehouse/grade.sh").read_text(encoding="utf-8")
    assert "--level container" in script and "process" not in script
