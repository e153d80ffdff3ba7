"""scripts/proofs.sh: each push judges a sample of mutants drawn by its commit, and a tagged one has no stale record."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
LESSONS = [path.name for path in sorted((ROOT / "exercises").iterdir())]
GRADER = """#!/bin/sh
echo "$@" >> calls
case "$*" in $FAILS) exit 1;; esac
"""
Push = Callable[..., "subprocess.CompletedProcess[str]"]


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=ada", "-c", "user.email=ada@localhost"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A course of the same lessons' names, one commit, and a grader that only writes down how it was called."""
    for name in LESSONS:
        (tmp_path / "exercises" / name).mkdir(parents=True)
    (tmp_path / "grader").write_text(GRADER)
    (tmp_path / "grader").chmod(0o755)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "one")
    return tmp_path


def commit(folder: Path, message: str) -> None:
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)


@pytest.fixture
def push(checkout: Path) -> Push:
    def run(fails: str = "never", **environment: str) -> subprocess.CompletedProcess[str]:
        (checkout / "calls").unlink(missing_ok=True)
        given = {"COURSE": str(checkout), "GRADER": str(checkout / "grader"), "FAILS": fails, **environment}
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = [str(ROOT / "scripts" / "proofs.sh")]
        return subprocess.run(command, env={**environ, **given}, capture_output=True, text=True, check=False)

    return run


def calls(checkout: Path) -> list[str]:
    return (checkout / "calls").read_text().splitlines()


def seeds(checkout: Path) -> set[str]:
    return {found[1] for call in calls(checkout) if (found := re.search(r"--seed (\d+)$", call))}


def test_every_lesson_is_sampled_by_one_seed_that_is_the_commits(checkout: Path, push: Push) -> None:
    first = push()
    (seed,) = seeds(checkout)
    assert first.returncode == 0 and f"seed {seed} " in first.stdout
    sampled = [
        re.fullmatch(rf"verify (\S+) --mutants --sample [1-9]\d* --seed {seed}", call) for call in calls(checkout)
    ]
    assert [found and found[1] for found in sampled] == LESSONS
    assert push().stdout == first.stdout, "a run can be repeated"
    commit(checkout, "two")
    push()
    assert seeds(checkout) != {seed}, "commits rotate through the mutants"
    push(SEED="5")
    assert seeds(checkout) == {"5"}


@pytest.mark.parametrize("lesson", [LESSONS[0], LESSONS[-1]])
def test_a_sample_that_fails_fails_the_push_and_the_others_are_judged(checkout: Path, push: Push, lesson: str) -> None:
    assert push(f"*{lesson}*").returncode == 1
    assert len(calls(checkout)) == len(LESSONS)


def test_a_stale_record_fails_the_push_of_a_version_alone(checkout: Path, push: Push) -> None:
    assert push("*--release*").returncode == 0 and not any("--release" in call for call in calls(checkout))
    git(checkout, "tag", "before-lunch")
    assert push("*--release*").returncode == 0
    git(checkout, "tag", "v1.0")
    assert push("*--release*").returncode == 1 and calls(checkout)[-1] == "verify --release"
    assert push().returncode == 0
    commit(checkout, "two")
    assert push("*--release*").returncode == 0


def test_a_history_that_cannot_be_read_fails_and_an_archive_needs_none(checkout: Path, push: Push) -> None:
    (checkout / ".git" / "HEAD").write_text("nonsense")
    assert push().returncode != 0
    (checkout / ".git").rename(checkout / "no.git")
    assert push().returncode == 0 and seeds(checkout) == {"0"}


def test_ci_runs_it(checkout: Any) -> None:
    assert re.search(r"(?m)^scripts/proofs\.sh \|\| status=\$\?$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
