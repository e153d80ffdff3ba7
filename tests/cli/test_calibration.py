"""`grader calibrate`, as whoever writes a course meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.cli.common import FAILED, OK, USAGE
from tests import toy
from tests.proving.test_calibrate import HIDDEN


def test_calibrate_writes_the_record_and_says_what_lesson_toml_must_say(grader: Any, home: Path) -> None:
    private, manifest = home / "solutions" / toy.LESSON_ID, home / "exercises" / toy.LESSON_ID / "lesson.toml"
    (private / "test_hidden.py").write_text(HIDDEN, encoding="utf-8")
    (private / "wrong" / "worse.py").write_text(toy.answer(double="return 1.5"), encoding="utf-8")
    manifest.write_text(manifest.read_text().replace("[profiles.cpu]", "[profiles.cpu]\nthreshold = 0.1"))
    ran = grader("calibrate", toy.LESSON_ID, "--runs", "6", "--jobs", "1")
    assert ran.code == FAILED and "lesson.toml says 0.1; write into [profiles.cpu]: threshold = " in ran.out
    assert "reference, run 6: quality 1.0" in ran.out and "worse, run 3: quality 0.5" in ran.out
    assert (private / "calibration.json").is_file() and (private / "calibration.svg").is_file()
    limit = ran.out.split("write into [profiles.cpu]: threshold = ")[1].split()[0]
    manifest.write_text(manifest.read_text().replace("threshold = 0.1", f"threshold = {limit}"))
    again = grader("calibrate", toy.LESSON_ID, "--runs", "6", "--jobs", "1")
    assert again.code == OK, again.out
    assert "9 of 9 trainings are kept of an earlier run" in again.out and "run 1" not in again.out


def test_calibrate_where_nothing_is_measured(grader: Any) -> None:
    ran = grader("calibrate", toy.LESSON_ID)
    assert ran.code == USAGE and "there is nothing to calibrate" in ran.err
    assert grader("calibrate", toy.LESSON_ID, "--runs", "2").code == USAGE
