"""The scores of a class as a learning management system takes them: by student and lesson, known ones only."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.reports.formats import score
from grader.verdict import Verdict


@dataclass
class Lms:
    """`lessons` has the points of each, `students` the scores of each by lesson. Of several verdicts on the same, the
    latest counts."""

    lessons: dict[str, float] = field(default_factory=dict)
    students: dict[str, dict[str, float | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Lms:
        grades, at = cls(), dict[tuple[str, str], datetime.datetime]()
        for verdict in verdicts:
            who, key = verdict.student or verdict.file, (verdict.student or verdict.file, verdict.lesson)
            if key in at and at[key] > verdict.graded_at:
                continue
            at[key] = verdict.graded_at
            grades.lessons[verdict.lesson] = max(grades.lessons.get(verdict.lesson, 0.0), verdict.max_score)
            grades.students.setdefault(who, {})[verdict.lesson] = score(verdict)
        return cls(dict(sorted(grades.lessons.items())), dict(sorted(grades.students.items())))
