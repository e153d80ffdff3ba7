"""What a student reads of a hidden check holds nothing that their process made up while it ran.

Every lesson's hidden checks judge the reference, but texts, keys and shapes of its claims are replaced on their way:
whatever a check's sentence quotes of a claim shows up. Of lessons whose checks take long, here one kind of claim;
`make prove` takes all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.checks.plugin import titles
from grader.checks.results import Recorder
from grader.checks.student import Session
from grader.course.lesson import Lesson, discover
from grader.grading import blame
from grader.grading.judge import grade_submission
from grader.grading.task import Policy, Selection
from grader.sandbox.warm import Handle, WarmServer
from tests.attacks.corpus import COURSE

INPUT, AXIS = "INPUT 0.6180", 123_454_321
LONG = ("04-unrolling", "05-single-layer-mnist", "07-stacked-dropout-mnist", "09-copy-memory")
_TRAINS = ("train", "accuracy", "perplexity", "loss", "updates", "shift", "batch", "predict", "sample", "adam")


def replaced(claim: Any, what: str) -> Any:
    """`claim` with other texts, with one key more in every dictionary, or with empty arrays of long axes."""
    if isinstance(claim, dict):
        known = {key: replaced(value, what) for key, value in claim.items()}
        return {**known, INPUT: np.full((1, 1), np.nan)} if what == "keys" else known
    if isinstance(claim, (list, tuple)):
        items = [replaced(item, what) for item in claim]
        items = items or [INPUT] * (what == "texts")  # a list of warnings, say
        return items if isinstance(claim, list) else tuple(items)
    if what == "texts" and isinstance(claim, str):
        return INPUT
    if what == "axes" and isinstance(claim, np.ndarray) and claim.ndim:
        return np.empty((0, AXIS, *claim.shape[2:]), claim.dtype)
    if what == "answers" and not isinstance(claim, dict):
        return INPUT
    return claim


def cases() -> Iterator[Any]:
    for lesson in discover(COURSE):
        for what in ("texts", "keys", "axes", "answers"):
            long = lesson.id in LONG and what != "answers"
            marks = [pytest.mark.proof("sentences")] if long else []
            yield pytest.param(lesson, what, id=f"{lesson.id}-{what}", marks=marks)


@pytest.mark.parametrize(("lesson", "what"), [*cases()])
def test_no_sentence_quotes_a_claim(
    lesson: Lesson, what: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Session.request

    def other(self: Session, *arguments: Any) -> Any:
        value = replaced(asked(self, *arguments), what)
        self.last.value = value
        return value

    monkeypatch.setattr(Session, "request", other)
    monkeypatch.setattr(blame, "ask_the_reference", lambda *_: None)  # the reference would stumble as well
    monkeypatch.setattr(Recorder, "require", lambda self, names: None)  # nothing is skipped for what failed before
    public = titles(lesson, hidden=False)
    chosen = frozenset(
        name for name in titles(lesson) if name not in public and not any(word in name for word in _TRAINS)
    )
    assert chosen, lesson.id
    policy, selection = Policy(even_unattempted=True), Selection(only=chosen)

    def handle(runtime: str) -> Handle:
        server: WarmServer = request.getfixturevalue(f"{runtime}_server")
        return server.handle

    verdict = grade_submission(lesson, lesson.reference_path, handle, policy, selection, seed=1)
    hidden = [check for check in verdict.for_student().checks if check.hidden]
    assert hidden, verdict.reason
    for check in hidden:
        shown = check.model_dump_json()
        assert "INPUT" not in shown and str(AXIS) not in shown, shown
