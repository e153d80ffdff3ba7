"""The sample class, graded from the command line as `make demo` does: every verdict is the one its author meant."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# (outcome, every diagnosis of its checks). Lesson 07 trains for minutes; `grader verify` has its verdicts.
MEANT = {
    "02-gate-math": {
        "alder": ("passed", {None}),
        "birch": ("failed", {"x-before-h", None}),
        "cedar": ("failed", {"sigmoid-for-tanh", "sigmoid-overflow", None}),
        "elm": ("unattempted", set()),
        "fir": ("rejected", set()),
        "hazel": ("raised", {None}),
        "maple": ("timeout", {None}),
        "oak": ("crashed", {None}),
    },
    "03-lstm-cell": {
        "alder": ("passed", {None}),
        "birch": ("failed", {"c-before-h", None}),
        "pine": ("failed", {"wrong-units", None}),
        "spruce": ("output_limit", {None}),
    },
}


@pytest.mark.parametrize("lesson", MEANT)
def test_the_sample_class_gets_the_verdicts_it_is_meant_to_show(lesson: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "grader", "grade", "examples/class", "--lesson", lesson, "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    verdicts = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("students/*/*/verdict.json")]
    got = {}
    for verdict in verdicts:
        diagnoses = {check["diagnosis"] and check["diagnosis"]["id"] for check in verdict["checks"]}
        got[verdict["student"]] = (verdict["outcome"], diagnoses)
    assert got == MEANT[lesson]
    assert (tmp_path / "report.html").is_file()
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["student"] for row in rows if row["outcome"] != "not_handed_in"} == set(got)


def test_every_sample_is_of_a_lesson_that_exists_and_named_in_the_table() -> None:
    table = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "examples" / "class").glob("*/*"):
        assert (ROOT / "exercises" / path.name).is_dir()
        assert path.name in table and f"| {path.parent.name} |" in table
