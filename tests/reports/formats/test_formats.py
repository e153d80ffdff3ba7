"""Every format: found by its name, written beside the others, and as docs/formats.md says."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.reports import formats
from grader.reports.console import as_text, class_table
from grader.reports.formats import FILES, NAMES, Results, Unwritable, find, github
from grader.reports.publish import publish
from grader.verdict import Notice, SubmissionOutcome, Text, Verdict
from tests.reports.sample import SECRET, TITLES, sample_class, verdict

DOCS = Path(__file__).resolve().parents[3] / "docs" / "formats.md"
GATES = "02-gate-math"
RUNNER = {
    "CLASSROOM": "dl", "ASSIGNMENT": "gates", "SUBMISSION_TAG": "submit/2026-11-29T10-00-00Z-abc1234",
    "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
}  # fmt: skip


def results(*verdicts: Verdict, lang: str = "en", paths: dict[tuple[str, str], str] | None = None) -> Results:
    return Results(verdicts, TITLES, lang, verdicts, paths or {})


def text_of(name: str, *verdicts: Verdict, **more: Any) -> str:
    return "".join(find(name).write(results(*verdicts, **more)))


def of_outcome(outcome: SubmissionOutcome) -> Verdict:
    """A verdict of this outcome from the sample class."""
    return next(one for one in sample_class() if one.outcome is outcome)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RUNNER.items():
        monkeypatch.setenv(name, value)


# --- the table of docs/formats.md -----------------------------------------------------------------------------------


def table() -> dict[str, dict[str, str]]:
    lines = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    start = next(number for number, line in enumerate(lines) if line.startswith("| outcome |"))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:]]
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[2:]}


def as_score(value: object, none: str) -> str:
    return none if value in (None, "") else "score" if float(str(value)) >= 0 else "?"


def what_becomes_of(name: str, one: Verdict) -> str:
    """What the format makes of this verdict, in the words of the table."""
    if name == "console":
        shown = as_text(class_table([one], TITLES, "en"))
        return "score" if re.search(r"\d/\d", shown) else "no score"
    try:
        text = text_of(name, one)
    except Unwritable:
        return "no file"
    match name:
        case "csv":
            return as_score(next(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))["score"], "blank")
        case "json":
            return as_score(json.loads(text)["submissions"][0]["score"], "null")
        case "junit":
            found = ElementTree.fromstring(text)
            tags = [tag for tag in ("error", "failure", "skipped") if found.findall(f".//{tag}")]
            return tags[0] if tags else "passed"
        case "github":
            return "error" if any(line.startswith("::error ") for line in github.commands(results(one))) else "nothing"
        case "gitlab":
            severities = {issue["severity"] for issue in json.loads(text)} - {"info"}
            return next((each for each in ("blocker", "critical", "major") if each in severities), "nothing")
        case "gradescope" | "classroom50":
            return as_score(json.loads(text)["score"], "null")
        case "canvas" | "moodle":
            return as_score(text.splitlines()[-1].split(",")[-1], "blank")
    raise AssertionError(name)


def test_the_table_has_every_outcome_and_every_format() -> None:
    assert set(table()) == {outcome.value for outcome in SubmissionOutcome}
    assert all(set(row) == {*NAMES} - {"html"} for row in table().values())


@pytest.mark.parametrize("name", sorted({*NAMES} - {"html"}))
@pytest.mark.parametrize("outcome", SubmissionOutcome)
def test_what_becomes_of_each_outcome_is_what_the_table_says(
    outcome: SubmissionOutcome, name: str, runner: None
) -> None:
    assert what_becomes_of(name, of_outcome(outcome)) == table()[outcome.value][name]


@pytest.mark.parametrize("name", ["canvas", "moodle"])
def test_what_is_not_handed_in_is_blank(name: str) -> None:
    text = text_of(name, verdict("ada", GATES), verdict("bob", "03-lstm-cell"))
    rows = list(csv.reader(io.StringIO(text)))
    ada = next(row for row in rows if "ada" in row)
    assert ada[rows[0].index("03-lstm-cell")] == "" and ada[rows[0].index(GATES)] == "20"


def test_every_name_has_its_row_and_its_file() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, _ in rows] and {name for name, _ in rows} == {*NAMES}
    assert all(f"`{find(name).FILE}`" in file for name, file in rows if name in FILES)


# --- what they have in common -----------------------------------------------------------------------------------------


def test_all_are_written_beside_the_usual_three(tmp_path: Path, runner: None) -> None:
    paths, problems = publish(results(verdict("ada", GATES)), tmp_path, FILES)
    assert sorted(paths) == sorted([*FILES, "changes"]) and not problems
    assert json.loads(paths["gitlab"].read_text()) == [], "nothing is wrong"
    assert all(path.stat().st_size > 20 for name, path in paths.items() if name != "gitlab")
    assert {path.name for path in tmp_path.iterdir()} == {"changes.csv", *(find(name).FILE for name in FILES)}


def test_what_cannot_be_written_leaves_no_file_of_before(tmp_path: Path) -> None:
    publish(results(verdict("ada", GATES)), tmp_path, ["gradescope"])
    assert (tmp_path / "results.json").is_file()
    paths, problems = publish(results(of_outcome(SubmissionOutcome.GRADER_ERROR)), tmp_path, ["gradescope"])
    assert "gradescope" not in paths and not (tmp_path / "results.json").exists()
    assert problems == ["--report gradescope writes nothing, since the grader itself failed; grade again"]
    assert (tmp_path / "report.html").is_file()


@pytest.mark.parametrize("name", ["gradescope", "classroom50"])
def test_formats_of_one_submission_refuse_a_class(name: str, runner: None) -> None:
    with pytest.raises(Unwritable, match="is for one submission, and 2 were graded"):
        text_of(name, verdict("ada", GATES), verdict("bob", GATES))


@pytest.mark.parametrize("name", sorted({*FILES} - {"html", "csv"}))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_hidden_check_but_what_its_student_may_see(name: str, lang: str, runner: None) -> None:
    for one in sample_class():
        try:
            assert SECRET not in text_of(name, one, lang=lang)
        except Unwritable:
            assert name in ("gradescope", "classroom50")
    assert not any(SECRET in line for line in github.commands(results(*sample_class())))


def test_sentences_are_in_the_reader_s_language() -> None:
    one = of_outcome(SubmissionOutcome.FAILED)
    for name in ("json", "gitlab", "gradescope"):
        chinese, english = (text_of(name, one, lang=lang) for lang in ("zh", "en"))
        title = next(check.title for check in one.checks if check.outcome.value == "failed")
        assert title.zh in chinese and title.zh not in english and title.en in english


# --- what the readers of each insist on -----------------------------------------------------------------------------


NASTY = "a|b\n::error::x%0A,:<img src=x>@all [x](http://e) `y` ##[add-mask]z ‮ \x1b[31m"


def nasty() -> Verdict:
    one = of_outcome(SubmissionOutcome.FAILED)
    notice = Notice(text=Text(en=NASTY, zh=NASTY), line=3)
    check = one.checks[0].model_copy(
        update={"message": Text(en=NASTY, zh=NASTY), "outcome": "failed", "diagnosis": None}
    )
    return Verdict.model_validate(
        one.model_copy(
            update={"student": NASTY, "file": "x.py", "notices": [notice], "checks": [check, *one.checks[1:]]}
        )
    )


def test_github_commands_are_one_line_each_and_say_what_was_meant() -> None:
    one = nasty()
    lines = github.commands(results(one, paths={(one.student, one.lesson): "class/a,b:c\n/x.py"}))
    assert lines and all("\n" not in line and "\r" not in line for line in lines)
    pattern = re.compile(r"::(error|notice) file=([^,:]*),line=(\d+),title=([^,:]*)::(.*)")
    parsed = [match for line in lines if (match := pattern.fullmatch(line))]
    assert len(parsed) == len(lines) and {match[2] for match in parsed} == {"class/a%2Cb%3Ac%0A/x.py"}
    assert [match[3] for match in parsed if match[1] == "notice"] == ["3"]


def test_github_shows_ten_of_a_kind_and_the_gravest_first() -> None:
    failed, broken = of_outcome(SubmissionOutcome.FAILED), of_outcome(SubmissionOutcome.GRADER_ERROR)
    lines = github.commands(results(*[failed] * 20, broken))
    errors = [line for line in lines if line.startswith("::error ")]
    assert len(errors) == 10 and "No score yet" in errors[0]


def test_a_github_summary_is_plain_text_and_fits() -> None:
    one = nasty()
    text = text_of("github", one)
    for sign in ("<img", "[x]", "`y`", "@all", "##[", "::error"):
        assert sign not in text, "nothing of a student's is Markdown, HTML or a command"
    assert all(line.count("|") == 5 for line in text.splitlines() if line.startswith("|"))
    large = text_of("github", *[one.model_copy(update={"student": f"s{n}" * 40}) for n in range(3_000)])
    assert len(large.encode()) < 1 << 20 and "more are left out" in large.splitlines()[-1]


def test_gitlab_issues_have_unique_fingerprints_that_stay() -> None:
    schema = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {"lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}}},
                },
            },
        },
    }
    every = [*sample_class(), nasty()]
    issues = json.loads(text_of("gitlab", *every))
    jsonschema.validate(issues, schema)
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints) > 10
    again = json.loads(text_of("gitlab", *every[::-1]))
    assert {issue["fingerprint"] for issue in again} == set(prints)


def test_a_traceback_s_line_is_the_place() -> None:
    one = of_outcome(SubmissionOutcome.RAISED)
    check = next(check for check in one.checks if check.outcome.value == "raised")
    traced = check.model_copy(update={"traceback": "line 12 in f\n    g()\nline 7 in g\n    line 99"})
    for file, line in (("x.py", 7), ("x.ipynb", 1)):
        issues = json.loads(text_of("gitlab", one.model_copy(update={"file": file, "checks": [traced], "notices": []})))
        assert [issue["location"]["lines"]["begin"] for issue in issues] == [line]


def test_gradescope_s_numbers_are_plain_and_hidden_checks_wait() -> None:
    one = of_outcome(SubmissionOutcome.FAILED)
    result = json.loads(text_of("gradescope", one))
    assert 0 <= result["score"] <= one.max_score and result["stdout_visibility"] == "hidden"
    assert isinstance(result["execution_time"], int)
    for test, check in zip(result["tests"], one.checks, strict=True):
        assert test["visibility"] == ("after_published" if check.hidden else "visible")
        assert 0 <= test["score"] <= test["max_score"] and test["status"] in ("passed", "failed")


@pytest.mark.parametrize(
    ("earned", "shown"), [(float("nan"), 0), (-0.1, 0), (2.0000001, 2), (float("inf"), 0), (1 / 3, 0.3333)]
)
def test_points_are_finite_clamped_and_rounded(earned: float, shown: float) -> None:
    assert formats.points(earned, 2) == shown


# foundation50/classroom50, schemas/result-v1.schema.json: its rules, in our words.
_WHOLE = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string", "minLength": 1}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"}
_TEST = {"test-name": _TEXT, "passed": {"type": "boolean"}, "score": _WHOLE, "max-score": _WHOLE}
RESULT_V1 = {
    "type": "object", "additionalProperties": False,
    "properties": {
        "schema": {"const": "classroom50/result/v1"}, "classroom": _TEXT, "assignment": _TEXT, "commit": _TEXT,
        "assignment_type": {"enum": ["individual", "group"]}, "owner": _TEXT, "release": _TEXT, "review": _TEXT,
        "submission": {"type": "string", "pattern": "^submit/"}, "datetime": _TIME, "graded_at": _TIME,
        "score": _WHOLE, "max-score": _WHOLE,
        "tests": {"type": "array", "items": {"type": "object", "required": list(_TEST), "properties": _TEST}},
    },
}  # fmt: skip
_ADDED_BY_THE_RUNNER = {"owner": "ada", "assignment_type": "individual"}


@pytest.mark.parametrize("outcome", [each for each in SubmissionOutcome if each.has_score])
def test_a_classroom50_result_is_in_whole_points(outcome: SubmissionOutcome, runner: None) -> None:
    result = json.loads(text_of("classroom50", of_outcome(outcome))) | _ADDED_BY_THE_RUNNER
    required = [name for name in RESULT_V1["properties"] if name != "graded_at"]  # type: ignore[attr-defined]
    jsonschema.validate(result, RESULT_V1 | {"required": required})
    assert result["score"] <= result["max-score"] > 0
    assert all(test["score"] <= test["max-score"] for test in result["tests"])


def test_outside_of_classroom50_s_runner_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in RUNNER:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Unwritable, match=r"needs CLASSROOM, ASSIGNMENT, .* which Classroom 50's runner sets"):
        text_of("classroom50", verdict("ada", GATES))


def canvas_columns(text: str) -> Sequence[str]:
    return next(csv.reader(io.StringIO(text)))


def test_a_canvas_file_has_its_columns_and_its_points_possible() -> None:
    text = text_of("canvas", verdict("ada", GATES), verdict("=bob", GATES))
    assert canvas_columns(text) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", GATES]
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1] == ["    Points Possible", "", "", "", "", "20"]
    assert ["'=bob", "", "", "'=bob", "", "20"] in rows, "no name is a formula"
