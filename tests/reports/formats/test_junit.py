import re
import xml.etree.ElementTree as ET

import pytest

from grader.reports.formats import junit
from grader.reports.wording import wording
from grader.verdict import SubmissionOutcome, Text
from tests.reports.sample import SECRET, sample_class, verdict

GATES = "02-gate-math"


def junit_xml(verdicts):
    return "".join(junit.junit_xml(verdicts))


def suite_of(one):
    root = ET.fromstring(junit_xml([one]).encode("utf-8"))
    (suite,) = root
    return suite


def test_long_names_that_begin_alike_are_two_suites_and_two_classes():
    ends = ("~3bb555e4", "~0a1b2c3d")
    suites = [suite_of(verdict("n" * 171 + end, "07-stacked-dropout-mnist")) for end in ends]
    for suite, end in zip(suites, ends, strict=True):
        assert end in suite.get("name") and all(end in case.get("classname") for case in suite.iter("testcase"))


def test_a_suite_per_submission_and_a_case_per_check():
    verdicts = sample_class()
    root = ET.fromstring(junit_xml(verdicts).encode("utf-8"))
    assert [suite.get("name") for suite in root] == [f"{v.student}/{v.lesson}" for v in verdicts]
    for suite, one in zip(root, verdicts, strict=True):
        cases = [case.get("name") for case in suite.iter("testcase")]
        assert cases[: len(one.checks)] == [check.id for check in one.checks]
        assert int(suite.get("tests")) == len(cases)
    for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert sum(int(suite.get(count)) for suite in root) == len(list(root.iter(tag))) > 0


@pytest.mark.parametrize(
    ("outcome", "tag"),
    [
        ("failed", "failure"),
        ("raised", "error"),
        ("timeout", "error"),
        ("memory", "error"),
        ("crashed", "error"),
        ("output_limit", "error"),
        ("skipped", "skipped"),
    ],
)
def test_the_outcome_of_a_check_is_its_tag(outcome, tag):
    suite = suite_of(verdict("a", GATES, {0: outcome}))
    first, *others = suite.iter("testcase")
    (problem,) = first
    assert (problem.tag, problem.get("type")) == (tag, outcome)
    assert problem.get("message")
    assert all(len(case) == 0 for case in others)


@pytest.mark.parametrize(("outcome", "tag"), [("rejected", "error"), ("unattempted", "failure")])
def test_a_submission_that_was_not_judged_says_so(outcome, tag):
    one = verdict("a", GATES, outcome)
    (case,) = suite_of(one).iter("testcase")
    assert case.get("name") == "submission"
    problem = case.find(tag)
    assert problem.get("type") == outcome
    assert one.reason.en in problem.text and one.reason.zh in problem.text


def test_why_the_grader_failed_stays_out():
    """It may be told in the words of a hidden check."""
    secret = "test_hidden.py:23: assert 3.14159 == 0"
    one = verdict("a", GATES, "grader_error").model_copy(update={"reason": Text(en=secret, zh=secret)})
    assert secret not in junit_xml([one])
    problem = suite_of(one).find("testcase/error")
    meaning = wording(SubmissionOutcome.GRADER_ERROR).meaning
    assert problem.get("type") == "grader_error" and problem.get("message") == meaning.en
    assert meaning.en in problem.text and meaning.zh in problem.text


def test_passed_without_any_check_is_not_green():
    odd = verdict("a", GATES, "unattempted").model_copy(update={"outcome": SubmissionOutcome.PASSED, "reason": None})
    assert suite_of(odd).get("errors") == "1"


def test_control_characters_and_markup_leave_it_well_formed():
    nasty = "\x00\x08\x1b[31m]]><!-- </failure> & \ud800\uffff\u202e"
    one = verdict("a" + nasty, GATES, {0: "raised"})
    check = one.checks[0].model_copy(
        update={
            "traceback": nasty + "last line",
            "message": one.checks[0].title.model_copy(update={"en": nasty, "zh": nasty}),
        }
    )
    suite = suite_of(one.model_copy(update={"checks": [check, *one.checks[1:]]}))
    assert suite.find("testcase/error").text.endswith("last line")
    assert "]]><!-- </failure> &" in suite.get("name")


def test_hidden_output_and_details_stay_out():
    assert SECRET not in junit_xml(sample_class())


# jenkinsci/xunit-plugin, types/model/xsd/junit-10.xsd, in our words: what may be in each element, which attributes it
# must have, and which it may have.
_PROBLEM = ((), (), ("type", "message"))
SCHEMA = {
    "testsuites": (("testsuite",), (), ("name", "time", "tests", "failures", "errors")),
    "testsuite": (
        ("properties", "testcase", "system-out", "system-err"), ("name", "tests", "failures", "errors"),
        ("time", "skipped", "timestamp", "hostname", "id", "package", "group", "file", "log", "url"),
    ),
    "properties": (("property",), (), ()),
    "property": ((), ("name", "value"), ()),
    "testcase": (
        ("skipped", "error", "failure", "system-out", "system-err"), ("name",), ("time", "classname", "group"),
    ),
    "skipped": _PROBLEM, "error": _PROBLEM, "failure": _PROBLEM,
}  # fmt: skip


def test_every_outcome_is_valid_by_the_strictest_schema():
    root = ET.fromstring(junit_xml(sample_class()).encode("utf-8"))
    assert root.tag == "testsuites" and len(root) == len(list(sample_class()))
    for element in root.iter():
        inside, required, optional = SCHEMA[element.tag]
        assert {child.tag for child in element} <= {*inside}
        assert {*required} <= {*element.attrib} <= {*required, *optional}, element.tag
        assert re.fullmatch(r"\d+\.\d{3}", element.get("time", "0.000"))


def test_an_empty_class_is_valid():
    assert ET.fromstring(junit_xml([]).encode("utf-8")).get("tests") == "0"
