"""GitLab's code quality report: a list of problems for the merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from grader.reports.formats import Results
from grader.reports.formats.problems import Gravity, problems
from grader.reports.text import one_line
from grader.reports.wording import COLON

FILE = "gl-code-quality-report.json"
_SEVERITY: dict[Gravity, str] = {"fault": "blocker", "error": "critical", "wrong": "major", "notice": "info"}


def write(results: Results) -> Iterator[str]:
    """This run's problems. GitLab shows one problem of each fingerprint: it is made of student, lesson, check, place
    and a number for what is there twice."""
    yield "[\n"
    comma = ""
    for verdict in results.run:
        path, seen = results.path(verdict), dict[tuple[str, int], int]()
        for problem in problems(verdict, results.lang):
            line = problem.line or 1
            again = seen[problem.check, line] = seen.get((problem.check, line), 0) + 1
            key = "\0".join([verdict.student, verdict.lesson, problem.check, path, str(line), str(again)])
            issue = {
                "description": one_line(f"{problem.title}{COLON.get(results.lang)}{problem.text}", 600),
                "check_name": f"gatehouse/{verdict.lesson}/{problem.check}",
                "fingerprint": hashlib.sha256(key.encode("utf-8", "replace")).hexdigest(),
                "severity": _SEVERITY[problem.gravity],
                "location": {"path": path, "lines": {"begin": line}},
            }
            yield comma + json.dumps(issue, ensure_ascii=False)
            comma = ",\n"
    yield "\n]\n"
