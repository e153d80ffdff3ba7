"""`grader calibrate`: limits from spreads, and what it says when they do not tell right from wrong."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.checks.plugin import Calibrated, CheckError, calibrated
from grader.course.lesson import Lesson, LessonError, discover, load_lesson
from grader.proving.calibrate import calibrate, curves, differences
from grader.proving.calibration import FALSE_REJECTS, Calibration, path_of
from grader.proving.limits import prediction_bounds, rounded
from grader.reports.strips import calibration_chart
from grader.verdict import CurvePoint
from tests import toy

ROOT = Path(__file__).resolve().parents[2]

HIDDEN = '''
import pytest

from grader.checks import measure


@pytest.mark.calibrates("quality", "threshold", wrong=("worse",))
def test_quality(student, seed, profile):
    """The quality is high
    质量高"""
    value = float(student.double(1.0)) - 1.0 + (seed % 7) / 100
    measure("quality", value)
    assert value >= profile["threshold"]
'''
ONE = Calibrated("test_quality", "quality", "threshold", wrong=("worse",))


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """A toy whose right answer has a quality of 1.00 to 1.06, by the seed."""
    course = toy.make_course(tmp_path / "course")
    private, public = course / "solutions" / toy.LESSON_ID, course / "exercises" / toy.LESSON_ID
    (private / "test_hidden.py").write_text(HIDDEN, encoding="utf-8")
    reporting = toy.answer(double="from grader import report\nreport(step=1, loss=2.0)\nreturn FACTOR * x")
    (private / "toy.py").write_text(reporting, encoding="utf-8")
    (private / "wrong" / "worse.py").write_text(toy.answer(double="return 1.5"), encoding="utf-8")
    text = toy.MANIFEST.replace("[profiles.cpu]", "[profiles.cpu]\nthreshold = 0.9")
    (public / "lesson.toml").write_text(text, encoding="utf-8")
    return load_lesson(course, toy.LESSON_ID)


def test_right_answers_are_measured_and_a_second_run_trains_nothing(lesson: Lesson) -> None:
    assert lesson.private is not None
    (lesson.private / "right").mkdir()
    for name, factor in (("better", 2.1), ("lower", 1.98)):
        text = toy.answer(double=f"return {factor} * x")
        path = lesson.private / "right" / f"{name}.py"
        path.write_text(f"# verdict: passed score=full diagnosis=-\n{text}", encoding="utf-8")
    course, trained = lesson.public.parents[1], []
    report = calibrate(
        course, lesson, 4, styles=3, workers=1, on_verdict=lambda job, verdict: trained.append(job.student)
    )
    measured = report.record.measures["quality"]
    assert {name: spread.n for name, spread in measured.styles.items()} == {"better": 3, "lower": 4}
    assert trained.count("right/lower, run 4") == 1 and len(trained) == 4 + 3 + 7
    assert measured.false_rejects is not None and measured.false_rejects.worst == "lower"
    kept: list[int] = []
    again = calibrate(course, lesson, 4, styles=3, workers=1, on_kept=lambda found, wanted: kept.append(wanted - found))
    assert kept == [0, 0] and again.record == report.record
    svg = calibration_chart(Calibration.read(lesson).model_dump(mode="json"))
    assert svg.count('class="right"') == 11 and ">lower<" in svg


def test_a_calibration_is_written_and_says_what_lesson_toml_must_say(lesson: Lesson) -> None:
    report = calibrate(lesson.public.parents[1], lesson, 5, workers=1)
    measured = report.record.measures["quality"]
    assert measured.right.values == pytest.approx([1.0 + (seed % 7) / 100 for seed in range(1000, 1005)])
    assert (measured.right.n, measured.wrong["worse"].n) == (5, 3)
    assert measured.separation is not None and measured.separation > 0
    assert len(report.problems) == 1
    assert f"write into [profiles.cpu]: threshold = {measured.limit:g}" in report.problems[0]
    assert report.record.curves["loss"][0].n == 5 and report.record.curves["loss"][0].step == 1
    again = Calibration.read(lesson)
    assert again.records["cpu"] == report.record
    manifest = lesson.public / "lesson.toml"
    manifest.write_text(manifest.read_text().replace("threshold = 0.9", f"threshold = {measured.limit:g}"))
    assert not list(differences(load_lesson(lesson.public.parents[1], lesson.id), report.record))


def test_a_wrong_answer_that_is_as_good_is_reported(lesson: Lesson) -> None:
    assert lesson.private is not None
    (lesson.private / "wrong" / "worse.py").write_text(toy.answer(double="return 2.05"), encoding="utf-8")
    report = calibrate(lesson.public.parents[1], lesson, 3, workers=1)
    assert any("does not lie above every wrong answer" in problem for problem in report.problems)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('wrong=("worse",)', 'wrong=("nowhere",)'), "which does not exist"),
        (("measure(", "print("), "the reference did not get as far as quality"),
        (('@pytest.mark.calibrates("quality", "threshold", wrong=("worse",))\n', ""), "nothing to calibrate"),
    ],
)
def test_what_cannot_be_calibrated_is_said(lesson: Lesson, change: tuple[str, str], said: str) -> None:
    assert lesson.private is not None
    path = lesson.private / "test_hidden.py"
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(LessonError, match=said):
        calibrate(lesson.public.parents[1], load_lesson(lesson.public.parents[1], lesson.id), 3, workers=1)


def test_a_marker_with_the_wrong_arguments_is_named(lesson: Lesson) -> None:
    assert lesson.private is not None
    path = lesson.private / "test_hidden.py"
    path.write_text(path.read_text().replace('wrong=("worse",)', "worse=1"))
    with pytest.raises(CheckError, match="test_quality is marked calibrates, but wrongly"):
        calibrated(load_lesson(lesson.public.parents[1], lesson.id))


def test_two_runs_are_no_spread(lesson: Lesson) -> None:
    for runs, styles in ((2, 0), (10, 2)):
        with pytest.raises(LessonError, match="at least 3 runs"):
            calibrate(lesson.public.parents[1], lesson, runs, styles=styles)


def test_a_broken_calibration_is_named(lesson: Lesson) -> None:
    path_of(lesson).write_text("{}")
    with pytest.raises(LessonError, match=r"calibration\.json"):
        Calibration.read(lesson)


def test_curves_are_quantiles_over_the_trainings() -> None:
    trainings = [[CurvePoint(step=10, accuracy=a), CurvePoint(step=20, accuracy=a + 0.1)] for a in (0.2, 0.4, 0.6)]
    trainings[0].append(CurvePoint(step=99, accuracy=1.0))
    (first, second) = curves(trainings)["accuracy"]
    assert (first.step, second.step, first.n) == (10, 20, 3)
    assert first.quantiles == (0.2, 0.3, 0.4, 0.5, 0.6)
    assert "loss" not in curves(trainings)


def calibrations() -> Iterator[Any]:
    for lesson in discover(ROOT):
        if path_of(lesson).exists():
            for key in Calibration.read(lesson).records:
                yield pytest.param(lesson, key, id=f"{lesson.id}-{key}")


@pytest.mark.parametrize(("lesson", "key"), list(calibrations()))
def test_thresholds_of_the_course_are_the_calibrated_ones(lesson: Lesson, key: str) -> None:
    record = Calibration.read(lesson).records[key]
    assert not list(differences(lesson, record))
    for measured in record.measures.values():
        assert measured.separation is None or measured.separation > 0
        lower = measured.better == "lower"
        right = {"reference": measured.right.values} | {name: one.values for name, one in measured.styles.items()}
        seen = (value for values in right.values() for value in values)
        bounds = prediction_bounds(right, lower_is_better=lower).values()
        assert measured.limit == rounded((max if lower else min)(*bounds, *seen), lower_is_better=lower)
        if measured.false_rejects is not None:
            assert measured.false_rejects.missed == 0 and measured.false_rejects.worst_rate <= FALSE_REJECTS


def test_every_check_that_calibrates_has_been_calibrated() -> None:
    for lesson in discover(ROOT):
        if declared := calibrated(lesson):
            records = Calibration.read(lesson).records
            assert records, f"{lesson.id} has thresholds that nobody calibrated: grader calibrate {lesson.id}"
            for record in records.values():
                assert set(record.measures) == {one.measure for one in declared}


def test_the_picture_shows_every_training(lesson: Lesson) -> None:
    report = calibrate(lesson.public.parents[1], lesson, 3, workers=1)
    svg = calibration_chart(json.loads(Calibration(lesson=lesson.id, records={"cpu": report.record}).model_dump_json()))
    root = ElementTree.fromstring(svg)
    dots = [element.get("class") for element in root.iter() if element.tag.endswith("circle")]
    assert sorted(dots) == ["right"] * 3 + ["wrong"] * 3
    assert "threshold" in svg and "worse" in svg
