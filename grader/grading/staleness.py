"""What makes a verdict old, and in which words that is said.

A verdict is kept while judging the same file now would be judging by the same means: the lesson's own inputs
(`grader.course.judged_by`), the judging version, the versions of what the answer ran in, the data, and what the run
asks for: profile, checks, device, backend, sandbox level, early stopping, seed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from grader.course import datasets, judged_by
from grader.course.lesson import Lesson
from grader.grading.judging import JUDGING_VERSION
from grader.grading.servers import runtime_in
from grader.grading.task import Policy, Request
from grader.messages.sentences import Deferred, defer, say
from grader.sandbox.runtimes import versions_of
from grader.sandbox.server_key import ServerKey
from grader.sandbox.wall import LEVELS
from grader.verdict import Environment, Text, Verdict

Difference = tuple[Deferred | str, object, object]  # a name, and its value before and now
_SHOWN_DIGITS = 16  # of each input's hash: enough to see that it changed


def inputs_of(lesson: Lesson, environment: Environment) -> dict[str, str]:
    """The inputs of the lesson that a verdict of this environment depends on: name to SHA-256."""
    hidden, early_stopping = not environment.public_only, environment.early_stopping
    inputs = lesson.inputs if hidden or early_stopping else lesson.public_inputs  # calibration.json is private
    return judged_by.selected(inputs, profile=environment.profile, hidden=hidden, early_stopping=early_stopping)


def shown(inputs: Mapping[str, str]) -> dict[str, str]:
    """As a verdict names them."""
    return {name: sha256[:_SHOWN_DIGITS] for name, sha256 in inputs.items()}


def why_old(verdict: Verdict, request: Request, lesson: Lesson) -> list[Text]:
    """Why this verdict is not what judging the same file as `request` asks would give; empty if it may be kept."""
    environment = verdict.environment
    reasons = list(_changed_inputs(verdict, inputs_of(lesson, environment)))
    installed = _installed(tuple(environment.versions))  # of what is not installed now, nothing can be said
    pairs: list[Difference] = [
        (defer("the judging version"), environment.judging_version, JUDGING_VERSION),
        *((name, was, installed.get(name, was)) for name, was in environment.versions.items()),
        (defer("the data"), environment.dataset, environment.dataset and datasets.chosen()),
        *_asked(verdict, request, lesson),
    ]
    return reasons + [_differs(pair) for pair in pairs if pair[1] != pair[2]]


def why_again(before: Verdict, after: Verdict) -> list[Text]:
    """What differs in how two verdicts on the same file were reached."""
    one, other = before.environment, after.environment
    inputs = after.judged_by
    if _scope(one) != _scope(other):  # then what only one of them depends on has not changed
        inputs = {**before.judged_by, **{name: inputs[name] for name in before.judged_by.keys() & inputs.keys()}}
    unchanged = before.lesson_digest == after.lesson_digest or inputs == before.judged_by != {}
    reasons = [] if unchanged else list(_named(before, inputs))
    versions = one.versions.keys() & other.versions.keys()
    pairs: list[Difference] = [
        (defer("the judging version"), one.judging_version, other.judging_version),
        *((name, one.versions[name], other.versions[name]) for name in sorted(versions)),
        (defer("the data"), one.dataset, other.dataset),
        (defer("the profile"), one.profile, other.profile),
        (defer("the hidden checks"), _checks(one.public_only), _checks(other.public_only)),
        (defer("the device"), one.device, other.device),
        (defer("the backend"), one.backend, other.backend),
        (defer("early stopping"), _switch(one.early_stopping), _switch(other.early_stopping)),
    ]
    return reasons + [_differs(pair) for pair in pairs if None not in pair and pair[1] != pair[2]]


# --- what the run asks for --------------------------------------------------------------------------------------------


def _asked(verdict: Verdict, request: Request, lesson: Lesson) -> Iterator[Difference]:
    """What the run asks for, as name, the verdict's and the run's: equal where the verdict will do."""
    reached, policy = verdict.environment, request.policy
    yield defer("the profile"), reached.profile, policy.profile
    yield defer("the hidden checks"), _checks(reached.public_only), _checks(not request.selection.hidden)
    stopped = reached.early_stopping
    yield defer("early stopping"), _switch(stopped), _switch(stopped and policy.early_stopping)
    if request.seed is not None and verdict.checks:
        yield defer("the seed"), reached.seed, request.seed
    if reached.sandbox != "none":
        yield from _asked_of_the_machine(reached, lesson, policy)


def _asked_of_the_machine(reached: Environment, lesson: Lesson, policy: Policy) -> Iterator[Difference]:
    wanted = ServerKey.parse(runtime_in(lesson, reached.dialect, policy))
    yield defer("the device"), reached.device, wanted.device
    yield defer("the backend"), reached.backend, reached.backend and wanted.backend
    will_do = LEVELS.index(reached.sandbox) >= LEVELS.index(policy.level)
    if not will_do or reached.forced != policy.forced_at(reached.sandbox):
        yield defer("the sandbox level"), reached.sandbox, defer("at least {level}", level=policy.level)


def _scope(environment: Environment) -> tuple[object, ...]:
    return environment.profile, environment.public_only, environment.early_stopping


def _checks(public_only: bool) -> Deferred:
    return defer("not run") if public_only else defer("all run")


def _switch(on: bool) -> Deferred:
    return defer("switched on") if on else defer("switched off")


def _differs(difference: Difference) -> Text:
    name, was, now = (word.say() if isinstance(word, Deferred) else str(word) for word in difference)
    return say("{name}: {was} → {now}", name=name, was=was, now=now)


# --- what judged it ---------------------------------------------------------------------------------------------------


def _changed_inputs(verdict: Verdict, inputs: dict[str, str]) -> Iterator[Text]:
    if verdict.lesson_digest != judged_by.digest(inputs):
        yield from _named(verdict, shown(inputs))


def _named(verdict: Verdict, inputs: Mapping[str, str]) -> Iterator[Text]:
    """Which inputs are not as they were, where the verdict says what they were."""
    was = verdict.judged_by
    names = [name for name in sorted({*was, *inputs}) if was.get(name) != inputs.get(name)] if was else []
    yield from (say("{name} has changed", name=name) for name in names)
    if not names:
        yield say("{lesson} has changed", lesson=verdict.lesson)


@functools.cache
def _installed(names: tuple[str, ...]) -> dict[str, str]:
    """The versions that an answer would run in now. They are looked for once: a class has many verdicts."""
    return versions_of(names)


__all__ = ["inputs_of", "shown", "why_again", "why_old"]
