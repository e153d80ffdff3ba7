"""Plays the part of GitHub Actions and GitLab CI that a shell can: the `run:` steps and `script:` lines of a job."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / "ci"


# `grader`, on a machine that offers nothing above the level `process`.
WITHOUT_A_WALL = """
import sys
from grader.cli import main
from grader.sandbox import wall, warm
started = warm.WarmServer._started
def no_wall(self, level):
    if level != "process":
        raise wall.WallError(1, "not on this machine")
    return started(self, level)
warm.WarmServer._started = no_wall
main()
"""


class _Yaml(yaml.SafeLoader):
    """YAML 1.2, in which `on` is a word."""


_Yaml.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Yaml)


@dataclass
class Ran:
    """What a job did: its exit code, what it printed, and the names of the steps that failed."""

    code: int = 0
    out: str = ""
    failed: list[str] = field(default_factory=list)


@dataclass
class Machine:
    """A runner's machine below `home`. `repositories` are what `actions/checkout` may take, by name."""

    home: Path
    repositories: dict[str, Path]
    context: dict[str, str]
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workspace, self.temp, self.bin = (self.home / name for name in ("workspace", "temp", "bin"))
        for folder in (self.workspace, self.temp, self.bin):
            folder.mkdir(parents=True)
        self.context["runner.temp"] = str(self.temp)
        self.command("sudo", "exit 1")  # no step may change the machine that runs the tests

    def command(self, name: str, script: str) -> None:
        """Put a command before all others."""
        (self.bin / name).write_text(f"#!/bin/bash\n{script}\n")
        (self.bin / name).chmod(0o755)

    def shell(self, script: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as a step, with the variables that a step has."""
        path = f"{self.bin}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {
            "PATH": path, "HOME": str(self.home), "LANG": "C.UTF-8", "GATEHOUSE_LANG": "en", "COLUMNS": "160",
            "RUNNER_TEMP": str(self.temp), **self.environment, **variables,
        }  # fmt: skip
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script], cwd=cwd or self.workspace, env=environment,
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
        )  # fmt: skip

    # --- GitHub

    def github(self, job: dict[str, Any], own: str) -> Ran:
        """Run a job's steps in the repository called `own`."""
        ran = Ran()
        self._steps(job["steps"], own, self.context, ran)
        return ran

    def _steps(self, steps: list[dict[str, Any]], own: str, context: dict[str, str], ran: Ran) -> None:
        for step in steps:
            if ran.failed and "cancelled()" not in str(step.get("if", "")):
                continue
            given = {name: _filled(value, context) for name, value in step.get("with", {}).items()}
            variables = {name: _filled(value, context) for name, value in step.get("env", {}).items()}
            uses = step.get("uses", "")
            if uses.startswith("actions/checkout@"):
                target = self.workspace / given.get("path", ".")
                shutil.copytree(self.repositories[given.get("repository", own)], target, True, dirs_exist_ok=True)
            elif uses.startswith("./"):
                action = self.workspace / uses
                inputs = {
                    f"inputs.{name}": one["default"] for name, one in load(action / "action.yml")["inputs"].items()
                }
                inputs |= {f"inputs.{name}": value for name, value in given.items()}
                within = {**context, **inputs, "github.action_path": str(action)}
                self._steps(load(action / "action.yml")["runs"]["steps"], own, within, ran)
            elif "run" in step:
                assert "${{" not in step["run"], "an expression in a script is run as a part of it"
                done = self.shell(step["run"], **variables)
                ran.out += done.stdout
                if done.returncode:
                    ran.code = ran.code or done.returncode
                    ran.failed.append(step["name"])
            else:
                assert uses.startswith(("actions/setup-python@", "actions/upload-artifact@")), step

    # --- GitLab

    def gitlab(self, job: dict[str, Any], **variables: str) -> Ran:
        """Run a job's script; `variables` are those that it has."""
        own = {name: _expanded(str(value), variables) for name, value in job.get("variables", {}).items()}
        done = self.shell("\n".join(job["script"]), **variables, **own)
        return Ran(done.returncode, done.stdout)


def _filled(value: Any, context: dict[str, str]) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: context[found[1]], text)


def _expanded(value: str, variables: dict[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda found: variables[found[1]], value)


def git(folder: Path, *arguments: str, given: str = "") -> str:
    """What git prints, without the end of its line; `given` is its input."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True, input=given
    )
    return done.stdout.strip()


def repository(server: Path, name: str, files: Path) -> None:
    """Put `files`, all of them, on the server as the repository `name`."""
    git(files, "init", "--quiet")
    (files / ".git/info/attributes").write_text("* -filter -text -ident -working-tree-encoding\n")  # as they are
    git(files, "add", "--all", "--force")
    git(files, "commit", "--quiet", "--message", "answers")
    (server / name).parent.mkdir(parents=True, exist_ok=True)
    git(files, "clone", "--quiet", "--bare", ".", str(server / f"{name}.git"))
