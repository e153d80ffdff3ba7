"""Which of the files that a student handed in is the answer to the lesson.

The answered one beats the untouched stub; of several that are answered, the latest by the exchange's time, or the one
whose name is the lesson's own; else nobody can know, and a sentence names what lies there. The files' own times and the
order of their names decide nothing. It reads students' bytes: in a worker, within its limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from grader.course.lesson import Lesson
from grader.grading import archives
from grader.grading.filenames import FileName, Nearness, nearness
from grader.grading.names import is_nobody, printed
from grader.grading.opening import File, HandedIn
from grader.messages.sentences import listed, say, say_many
from grader.messages.text import Text
from grader.source import program, regions
from grader.source.dialects import dialect_of
from grader.source.errors import SubmissionError
from grader.source.program import Submission
from grader.source.splicing import Spliced, splice

_MOST_NAMED = 5  # files that a sentence names
_LONGEST = 80  # characters of a file's name in a sentence


class NotUnderstood(SubmissionError):
    """Nobody can tell which file is meant: no answer was judged, and none was found wrong."""


@dataclass(frozen=True)
class Chosen:
    """The file that is graded: where it lies, its program, and how it was chosen."""

    name: str
    submission: Submission
    notices: tuple[Text, ...] = ()


def choose(handed_in: HandedIn, lesson: Lesson) -> Chosen:
    """The file of `handed_in` to grade. Raises SubmissionError if it cannot be read, NotUnderstood if several could be
    meant."""
    if handed_in.fault is not None:
        raise (NotUnderstood if handed_in.unclear else SubmissionError)(handed_in.fault)
    named = not handed_in.files  # by whoever gave the command, or by its plain name
    files = handed_in.files or (File(handed_in.name, handed_in.data),)
    candidates = [_Candidate(file, lesson) for file in _opened(files, lesson)]
    one = candidates[0] if len(candidates) == 1 else _best(candidates, lesson)
    submission = one.read()
    told = list(_how_it_was_found(one, lesson, named=named))
    every = one.nearness is Nearness.OTHER
    if others := [other for other in candidates if other is not one and (every or other.counts)]:
        told.append(_not_taken(one, others))
    if handed_in.unread:
        told.append(say_many("{n} more file lies there and was not looked at.",
                             "{n} more files lie there and were not looked at.", handed_in.unread))  # fmt: skip
    return Chosen(one.file.name, submission, tuple(told))


@dataclass
class _Candidate:
    """A file that could be the one."""

    file: File
    lesson: Lesson

    @cached_property
    def nearness(self) -> Nearness:
        near = nearness(self.file.name, self.lesson.module)
        return Nearness.OTHER if near is None else near

    @property
    def distance(self) -> tuple[int, int, int]:
        """How far it is from where the lesson's file should lie: by its name, its folder, and how deep it lies."""
        return self.nearness, self.file.place, self.file.name.count("/")

    @cached_property
    def _read(self) -> Submission | SubmissionError:
        if self.file.data is None:
            assert self.file.fault is not None
            return SubmissionError(self.file.fault)
        try:
            name = PurePosixPath(self.file.name).name
            return program.parse(FileName.of(name).read_as() or name, self.file.data)
        except SubmissionError as error:
            return error

    def read(self) -> Submission:
        """Its program. Raises SubmissionError."""
        if isinstance(self._read, SubmissionError):
            raise self._read
        return self._read

    @property
    def is_broken(self) -> bool:
        return isinstance(self._read, SubmissionError)

    @cached_property
    def _spliced(self) -> Spliced | None:
        if isinstance(self._read, SubmissionError):
            return None
        text, cells = self._read.text, self._read.cells
        form = self.lesson.form(dialect_of(text) if self.lesson.dialects else None)
        try:
            return splice(form.stub, text, cells, self.lesson.names_in_use(form))
        except regions.MarkerError:
            return None

    @property
    def is_answered(self) -> bool:
        return self._spliced is not None and self._spliced.holds_answers

    @property
    def counts(self) -> bool:
        """Whether somebody could take it for the answer: it is named like the lesson's file, or has its regions."""
        return self.nearness < Nearness.OTHER or self._spliced is not None

    @property
    def answer(self) -> str | None:
        return None if self._spliced is None else self._spliced.program

    @property
    def shown(self) -> str:
        return _shown(self.file.name)


def _opened(files: Sequence[File], lesson: Lesson) -> list[File]:
    """The files, with those that lie in archives instead of the archives. Raises SubmissionError if only an archive
    lies there, and it is refused.

    All together they are at most as many, and as large, as those of one archive may be: what is beyond is not read.
    """
    found: list[File] = []
    for file in files:
        if len(found) >= archives.MOST_READ or sum(len(one.data or b"") for one in found) > archives.MOST_HELD:
            break
        if file.data is None or not archives.is_archive(file.name, file.data):
            found.append(file)
            continue
        try:
            inside = archives.members(file.name, file.data, lesson.module, is_nobody, file.place)
        except SubmissionError as error:
            if len(files) == 1:
                raise
            inside = [File(file.name, fault=error.text, place=file.place, at=file.at)]
        found += inside
    return found


def _best(candidates: list[_Candidate], lesson: Lesson) -> _Candidate:
    """Raises NotUnderstood where nothing decides."""
    near = [one for one in candidates if one.nearness < Nearness.OTHER]
    for group in (near, [one for one in candidates if one not in near]):
        if answered := [one for one in group if one.is_answered]:
            return _of_answered(answered, candidates, lesson)
    if near:  # nothing is answered: what becomes of the nearest says what there is to do
        return min(near, key=lambda one: one.distance)
    raise NotUnderstood(
        say(
            "Several files lie here, and none of them holds an answer to this lesson: {files}. Put your answers into "
            "{wanted} and submit that file.",
            files=_names(candidates), wanted=_wanted(lesson),
        )
    )  # fmt: skip


def _of_answered(answered: list[_Candidate], candidates: list[_Candidate], lesson: Lesson) -> _Candidate:
    nearest = min(answered, key=lambda one: (one.distance, one.file.name))
    if len({one.answer for one in answered}) == 1:
        return nearest
    times = [one.file.at for one in answered]
    known = [at for at in times if at is not None]
    if len(known) == len(times) and times.count(latest := max(known)) == 1:
        return answered[times.index(latest)]
    others = [one for one in answered if one is not nearest]
    if nearest.nearness < Nearness.COPY and all(_is_nearer(nearest, other) for other in others):
        return nearest
    raise NotUnderstood(
        say(
            "Several files lie here that answer this lesson in different ways, and none is the one by its name: "
            "{files}. Submit only the one that counts, named {wanted}.",
            files=_names(answered), wanted=_wanted(lesson),
        )
    )  # fmt: skip


def _is_nearer(one: _Candidate, other: _Candidate) -> bool:
    """Whether it lies nearer in one respect, and in no respect farther."""
    pairs = list(zip(one.distance, other.distance, strict=True))
    return all(mine <= its for mine, its in pairs) and any(mine < its for mine, its in pairs)


def _how_it_was_found(one: _Candidate, lesson: Lesson, *, named: bool) -> list[Text]:
    plain = one.nearness <= Nearness.MODULE or (named and one.nearness is Nearness.OTHER and "/" not in one.file.name)
    if plain and one.file.place == 0 and "/" not in one.file.name:
        return []
    archive, _, inner = one.file.name.partition(".zip/")
    if inner and one.nearness <= Nearness.MODULE:
        return [
            say("{file} in the archive {archive} was graded.", file=_shown(inner), archive=_shown(f"{archive}.zip"))
        ]
    if one.nearness <= Nearness.MODULE:
        return [say("{file} was graded: it does not lie directly in the lesson's folder.", file=one.shown)]
    return [say("{file} was graded as {wanted}.", file=one.shown, wanted=_wanted(lesson))]


def _not_taken(one: _Candidate, others: list[_Candidate]) -> Text:
    broken = [other for other in others if other.is_broken]
    stubs = [other for other in others if not other.is_broken and not other.is_answered]
    same = [other for other in others if other.is_answered and other.answer == one.answer]
    differing = [other for other in others if other.is_answered and other.answer != one.answer]
    parts = [
        (broken, say("cannot be read")), (stubs, say("without an answer")), (same, say("with the same answer")),
        (differing, say("with another answer")),
    ]  # fmt: skip
    which = listed(say("{files} ({why})", files=_names(group), why=why) for group, why in parts if group)
    return say(
        "These lie here too, and were not graded: {files}. If you meant another one, submit only that one.", files=which
    )


def _names(candidates: list[_Candidate]) -> Text:
    shown = listed([one.shown for one in candidates[:_MOST_NAMED]])
    more = len(candidates) - _MOST_NAMED
    return shown if more <= 0 else say("{files} and {n} more", files=shown, n=more)


def _wanted(lesson: Lesson) -> str:
    return f"{PurePosixPath(lesson.module).stem}.ipynb"


def _shown(name: str) -> str:
    """A file's name as a sentence shows it: its end says which one it is."""
    plain = printed(name)
    return plain if len(plain) <= _LONGEST else "…" + plain[1 - _LONGEST :]


__all__ = ["Chosen", "NotUnderstood", "choose"]
