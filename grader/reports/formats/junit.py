"""JUnit XML, as CI systems read it: a testsuite per submission, a testcase per check.

As the strictest reader asks for it: jenkinsci/xunit-plugin, junit-10.xsd. Each verdict is shown as its student may see
it: a CI page is often public.
"""

from __future__ import annotations

import codecs
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterable, Iterator

from grader.reports.formats import Results, written
from grader.reports.text import BLOCK_LIMIT, MESSAGE_LIMIT, block, number, one_line
from grader.reports.wording import wording
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Text, Verdict

# A submission of which no check says what became of it: one testcase stands for the whole.
_AS_A_WHOLE = {
    SubmissionOutcome.GRADER_ERROR: "error",
    SubmissionOutcome.NOT_UNDERSTOOD: "error",
    SubmissionOutcome.NOT_HANDED_IN: "skipped",
    SubmissionOutcome.REJECTED: "error",
    SubmissionOutcome.UNATTEMPTED: "failure",
}


FILE = "junit.xml"
_COUNTS = ("tests", "failures", "errors")  # of the whole: the schema has no more


def write(results: Results) -> Iterator[str]:
    """The document, as `junit_xml`."""
    return written(Reader(), results)


class Reader:
    """The document in the making. It begins with its counts, so what follows waits for them, compressed."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(_COUNTS, 0)
        self._compressor = zlib.compressobj(1)
        self._suites: list[bytes] = []

    def add(self, verdict: Verdict) -> None:
        suite = _suite(verdict.for_student())
        for count in _COUNTS:
            self._counts[count] += int(suite.get(count, "0"))
        ET.indent(suite, level=1)
        text = f"  {ET.tostring(suite, encoding='unicode').rstrip()}\n"
        self._suites.append(self._compressor.compress(text.encode()))

    def pieces(self, results: Results | None = None) -> Iterator[str]:
        counts = {count: str(total) for count, total in self._counts.items()}
        root = ET.Element("testsuites", {"name": "gatehouse", **counts})
        root.text = "\n"
        head, tail = ET.tostring(root, encoding="unicode").split("\n")
        yield f'<?xml version="1.0" encoding="utf-8"?>\n{head}\n'
        unpacked, decoded = zlib.decompressobj(), codecs.getincrementaldecoder("utf-8")()
        for piece in (*self._suites, self._compressor.flush()):
            yield decoded.decode(unpacked.decompress(piece))
        yield f"{tail}\n"


def junit_xml(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """The pieces of one ``<testsuites>`` document; write it as UTF-8.

    The verdicts are gone through once, and none is kept.
    """
    reader = Reader()
    for verdict in verdicts:
        reader.add(verdict)
    return reader.pieces()


def _suite(verdict: Verdict) -> ET.Element:
    suite = ET.Element(
        "testsuite",
        name=one_line(f"{verdict.student}/{verdict.lesson}".lstrip("/"), 300),
        timestamp=verdict.graded_at.isoformat(timespec="seconds"),
        time=f"{verdict.timings.wall:.3f}",
    )
    properties = ET.SubElement(suite, "properties")
    score, max_score = number(verdict.score, 4), number(verdict.max_score, 4)
    facts = {"outcome": verdict.outcome.value, "score": score, "max_score": max_score}
    facts["public_only"] = "true" if verdict.environment.public_only else "false"
    for name, value in facts.items():
        ET.SubElement(properties, "property", name=name, value=value)
    place = one_line(f"{verdict.lesson}.{verdict.student or verdict.file}", 300)
    for check in verdict.checks:
        case = ET.SubElement(
            suite, "testcase", classname=place, name=one_line(check.id, 200), time=f"{check.seconds:.3f}"
        )
        if check.outcome is not Outcome.PASSED:
            tag = {Outcome.FAILED: "failure", Outcome.SKIPPED: "skipped"}.get(check.outcome, "error")
            _problem(case, tag, check.outcome, check.message, _body(check))
    # A submission that was not passed, but has no check that says so, must not look green.
    whole = _AS_A_WHOLE.get(verdict.outcome, "" if verdict.checks else "error")
    if whole:
        case = ET.SubElement(suite, "testcase", classname=place, name="submission", time="0.000")
        reason = verdict.reason or wording(verdict.outcome).meaning
        _problem(case, whole, verdict.outcome, reason, _all(reason))
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    return suite


def _problem(case: ET.Element, tag: str, outcome: Outcome | SubmissionOutcome, message: Text | None, body: str) -> None:
    text = (message or wording(outcome).meaning).en
    problem = ET.SubElement(case, tag, type=outcome.value, message=one_line(text, MESSAGE_LIMIT))
    problem.text = body


def _all(text: Text) -> str:
    """The text in every language, English first."""
    return block("\n".join(dict.fromkeys([text.en, *text.by_language.values()])), MESSAGE_LIMIT)


def _body(check: CheckResult) -> str:
    parts = [_all(check.title), _all(check.message or wording(check.outcome).meaning)]
    if check.diagnosis:
        parts.append(f"{one_line(check.diagnosis.id)}: {_all(check.diagnosis.text)}")
    if check.traceback:
        parts.append(block(check.traceback, BLOCK_LIMIT))
    return "\n\n".join(parts)
