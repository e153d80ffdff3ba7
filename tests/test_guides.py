"""Both guides, typed exactly as they are written: each file is written, each command run, each output seen."""

from __future__ import annotations

import csv
import itertools
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from grader import checks
from grader.checks import complaints, fixtures
from grader.checks.expect import Expectation
from grader.course import lesson
from grader.course.hints import hints_of
from grader.course.lesson import load_lesson
from grader.sandbox.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
AUTHORS, INSTRUCTORS, NBGRADER = (ROOT / "docs" / f"{name}.md" for name in ("authors", "instructors", "nbgrader"))
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+)`:$")
_LONGEST = 1200  # seconds: it installs, JupyterLab too, and trains nothing


@dataclass(frozen=True)
class Block:
    """A code block: commands (`sh`), what they print (`text`), or a file, which `path` names."""

    kind: str
    text: str
    path: str | None


def blocks(guide: Path) -> Iterator[Block]:
    text = guide.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        before = text[: match.start()].rstrip().splitlines()[-1]
        named = _FILE.search(before)
        assert match[1] in ("sh", "text") or named, f"{guide.name}: a file without a name after: {before}"
        yield Block(match[1], match[2], named[1] if named else None)


def typed(guide: Path, home: Path, **environment: str) -> list[str]:
    """What each block of commands printed, all in one shell; a command that fails, fails the test."""
    script, pieces = ["set -e"], home.with_name(home.name + "-files")
    pieces.mkdir(parents=True)
    expected: list[str] = []
    for number, block in enumerate(blocks(guide)):
        if block.kind == "sh":
            script += ["echo '@@@'", block.text]
            expected.append("")
        elif block.kind == "text":
            expected[-1] = block.text
        else:
            (pieces / str(number)).write_text(block.text, encoding="utf-8")
            script.append(f"mkdir -p $(dirname {block.path}); cp {pieces / str(number)} {block.path}")
    home.mkdir()
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=home, env={**kept, "LANG": "C.UTF-8", **environment},
        capture_output=True, text=True, timeout=_LONGEST, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    printed = done.stdout.split("@@@\n")[1:]
    for words, seen in zip(expected, printed, strict=True):
        assert not [line for line in words.splitlines() if line not in seen], seen
    return printed


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which an instructor has typed the guide; its .venv is a fresh environment."""
    home = tmp_path_factory.mktemp("instructor") / "desk"
    typed(INSTRUCTORS, home, GATEHOUSE=str(ROOT))
    return home


@pytest.mark.proof("guides")
def test_an_instructor_gets_from_an_empty_folder_to_a_csv_of_grades(followed: Path) -> None:
    with (followed / "results" / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["student"] for row in rows} == {path.name for path in (ROOT / "examples" / "class").iterdir()}
    released = [path.read_bytes() for path in (followed / "release").rglob("*") if path.is_file()]
    reference = (followed / "solutions/02-gate-math/gate_math.py").read_text(encoding="utf-8")
    (line,) = [line for line in reference.splitlines() if "return" in line and "tanh(c)" in line][:1]
    assert released and not [data for data in released if line.strip().encode() in data]
    pages = {path.relative_to(followed / "feedback").as_posix() for path in (followed / "feedback").rglob("*.*")}
    handed_in = [row for row in rows if row["outcome"] != "not_handed_in"]
    assert len(handed_in) < len(rows), "the class has somebody without a page"
    assert pages == {f"{row['student']}/{row['lesson']}/feedback.html" for row in handed_in}


@pytest.mark.proof("guides")
def test_an_author_writes_the_lessons_of_the_guide(followed: Path, tmp_path: Path) -> None:
    path = f"{followed / '.venv' / 'bin'}:{os.environ['PATH']}"
    home = tmp_path / "course"
    typed(AUTHORS, home, PATH=path, VIRTUAL_ENV=str(followed / ".venv"))
    assert (home / "preview/09-softmax/index.html").is_file()
    assert (home / "results/see-09-softmax.png").read_bytes().startswith(b"\x89PNG")
    assert [bool(hint.about) for hint in hints_of(load_lesson(home, "09-softmax"))] == [True, True]
    assert (home / "solutions/10-monte-carlo/calibration.json").is_file()


@pytest.mark.proof("guides")
def test_a_course_of_nbgraders_gets_there_too(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    typed(NBGRADER, home, GATEHOUSE=str(ROOT))
    assert (home / "lstm/feedback/ada/02-gate-math/02-gate-math.html").is_file()


@pytest.mark.parametrize("guide, last", [(INSTRUCTORS, "grades.csv"), (NBGRADER, "nbgrader export")])
def test_a_csv_of_grades_takes_ten_commands(guide: Path, last: str) -> None:
    first = next(block for block in blocks(guide) if block.kind == "sh")
    commands = first.text.splitlines()
    assert len(commands) <= 10 and last in commands[-1]


def test_the_authors_guide_has_everything_that_a_lesson_can_say() -> None:
    text = AUTHORS.read_text(encoding="utf-8")
    manifest = next(block.text for block in blocks(AUTHORS) if block.path == "exercises/09-softmax/lesson.toml")
    settings = set(lesson._Manifest.model_fields) | set(Limits.model_fields)
    links = [method for method in vars(Expectation) if not method.startswith("_")]
    said = [
        *(name for name in settings if not re.search(rf"\b{name}\b", manifest) and f"`{name} = " not in text),
        *(name for name in fixtures.__all__ if f"| `{name}` |" not in text),
        *(name for name in complaints.MARKERS if name != "parametrize" and f"| `{name}(" not in text),
        *(name for name in links if f".{name}(" not in text),
        *(name for name in checks.__all__ if name not in text and name not in {"CheckFailed", "Opaque"}),
    ]
    assert not said, f"docs/authors.md says nothing of {said}"


def rows_of(guide: Path, head: str) -> list[list[str]]:
    """The code in each row of the table whose heading begins so."""
    lines = guide.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {head} |"))
    table = itertools.takewhile(lambda line: line.startswith("|"), lines[start + 2 :])
    return [re.findall(r"`([^`]+)`", line) for line in table]


def test_each_link_of_expect_holds_and_fails_as_the_authors_guide_says() -> None:
    rows = rows_of(AUTHORS, "link")
    assert {link[1:].split("(")[0] for link, _, _ in rows} == {name for name in vars(Expectation) if name[0] != "_"}
    for link, holds, fails in rows:
        eval(f"expect({holds}, 'x'){link}", {"np": np, "expect": checks.expect})
        with pytest.raises(checks.CheckFailed):
            eval(f"expect({fails}, 'x'){link}", {"np": np, "expect": checks.expect})


def test_each_call_of_the_authors_guide_gives_what_it_says() -> None:
    names = {"np": np} | {name: getattr(checks, name) for name in checks.__all__}
    for call, gives in rows_of(AUTHORS, "call"):
        got, wanted = eval(call, names), eval(gives, names)
        assert type(got) is type(wanted)
        np.testing.assert_equal(got, wanted)


def test_what_the_guides_link_to_exists() -> None:
    for guide in (AUTHORS, INSTRUCTORS, NBGRADER):
        for target in re.findall(r"\]\(([\w.-]+\.md)", guide.read_text(encoding="utf-8")):
            assert (guide.parent / target).is_file(), target
