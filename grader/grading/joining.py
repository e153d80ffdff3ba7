"""Verdicts of several result folders as one class, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.grading.names import printed
from grader.grading.store import Verdicts, all_verdicts
from grader.messages.sentences import say, say_many
from grader.messages.text import Text
from grader.verdict import SubmissionOutcome, Verdict

_SHOWN = 100  # conflicts that are told one by one


@dataclass(frozen=True)
class Conflict:
    """Two folders have different verdicts on one student and lesson. The one in `counts` is the one that is shown."""

    student: str
    lesson: str
    counts: Path
    other: Path
    what: Text  # how they differ

    @property
    def told(self) -> Text:
        return say(
            "{name}: {folder} and {other} differ ({what}); the former counts",
            name=f"{self.student}/{self.lesson}", folder=printed(self.counts), other=printed(self.other),
            what=self.what,
        )  # fmt: skip


@dataclass(frozen=True)
class Joined:
    """The verdicts that count, by student and lesson; a sentence on each that could not be read."""

    verdicts: Verdicts
    conflicts: list[Conflict]
    left_out: list[str]
    keys: frozenset[tuple[str, str]]

    @property
    def told(self) -> list[Text]:
        """A sentence for each conflict; the last one counts those beyond `_SHOWN`."""
        more = len(self.conflicts) - _SHOWN
        counted = [say_many("{n} more is like this", "{n} more are like this", more)] if more > 0 else []
        return [one.told for one in self.conflicts[:_SHOWN]] + counted


@dataclass(frozen=True)
class _Known:
    """What is remembered of a verdict until all are read."""

    folder: Path
    place: Path | Verdict
    sha256: str | None
    outcome: SubmissionOutcome
    score: float | None
    at: float  # when it was graded, in seconds since the epoch

    @property
    def is_fault(self) -> bool:
        return self.outcome is SubmissionOutcome.GRADER_ERROR


def join(folders: Sequence[Path]) -> Joined:
    """The verdicts below these results folders. Of several on one student and lesson the latest counts.

    Where it is a fault of the grader's own on the very file that an earlier one judged, that one counts: nothing new is
    known. On another file it does not, since an old score would pass for the new file's.
    """
    known: dict[tuple[str, str], list[_Known]] = {}
    left_out: list[str] = []
    for folder in folders:
        verdicts, unread = all_verdicts(folder, Verdicts([]), [])
        left_out += unread
        for place, verdict in zip(verdicts.places, verdicts, strict=True):
            known.setdefault((verdict.student, verdict.lesson), []).append(_known(folder, place, verdict))
    counting, conflicts = {}, []
    for key in sorted(known):
        counts = counting[key] = _counts(known[key])
        differing = ((one, _difference(counts, one)) for one in known[key])
        conflicts += [Conflict(*key, counts.folder, one.folder, what) for one, what in differing if what]
    return Joined(Verdicts([one.place for one in counting.values()]), conflicts, left_out, frozenset(counting))


def _known(folder: Path, place: Path | Verdict, verdict: Verdict) -> _Known:
    at = verdict.graded_at.timestamp()
    return _Known(folder, place, verdict.submission_sha256, verdict.outcome, verdict.score, at)


def _counts(of_one: list[_Known]) -> _Known:
    *earlier, latest = sorted(of_one, key=lambda one: one.at)
    same = [one for one in earlier if not one.is_fault and one.sha256 == latest.sha256 is not None]
    return same[-1] if latest.is_fault and same else latest


def _difference(counts: _Known, other: _Known) -> Text | None:
    """How the two contradict each other; None if they do not."""
    if counts.sha256 != other.sha256:
        return say("another file")
    if (counts.outcome, counts.score) != (other.outcome, other.score) and not other.is_fault:
        return say("{result} and {other}", result=_result(counts), other=_result(other))
    return None


def _result(one: _Known) -> str:
    return one.outcome.value if one.score is None else f"{one.outcome.value} {one.score:g}"


__all__ = ["Conflict", "Joined", "join"]
