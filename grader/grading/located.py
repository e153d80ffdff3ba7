"""Lines of a program, as lines of the file that the student wrote."""

from __future__ import annotations

from grader.course.lesson import Form, Lesson
from grader.grading.submission import Submission
from grader.messages.sentences import say
from grader.sandbox.runtimes import title_of
from grader.source.dialects import dialect_of
from grader.source.splicing import Spliced, outside_changes
from grader.verdict import CheckResult, Notice


def notices(lesson: Lesson, form: Form, spliced: Spliced, submission: Submission) -> list[Notice]:
    """What of the file is not graded, and where: another dialect, code outside the regions."""
    result = []
    written = dialect_of(submission.text)
    if written not in (None, form.dialect):
        text = say(
            "this looks like {dialect}, in which this lesson cannot be answered: use the names of its stub",
            dialect=title_of(str(written)),
        )
        result.append(Notice(text=text))
    taken = {line for one in spliced.helpers.taken for line in one.places}
    firsts = {one.first for one in spliced.helpers.taken}
    for line, code in outside_changes(form.stub, submission.text, spliced.found, taken - firsts, lesson.stub):
        place = submission.locate(line)
        if line in firsts:
            text = say("this helper is outside Begin/End, and is graded with your answer: {code}", code=code)
        elif why := spliced.helpers.refused.get(line):
            text = say("this is outside Begin/End and is not graded ({why}): {code}",
                       why=why.located(submission.where), code=code)  # fmt: skip
        else:
            text = say("this is outside Begin/End and is not graded: {code}", code=code)
        result.append(Notice(text=text, line=place.line, cell=place.cell))
    return result


def in_own_lines(check: CheckResult, spliced: Spliced, submission: Submission) -> CheckResult:
    """The frames of the program, as lines of the file that the student wrote."""
    if check.traceback is None:
        return check
    lines = []
    source = spliced.program.split("\n")
    own = submission.text.split("\n")
    for entry in check.traceback.split("\n"):
        if "\t" not in entry:  # in the file's own lines already
            lines.append(entry)
            continue
        number, _, function = entry.partition("\t")
        index = int(number) - 1
        origin = spliced.origin[index] if index < len(spliced.origin) else None
        inside = f" in {function}" if function and function != "<module>" else ""
        if origin is not None:
            lines.append(f"{submission.where(origin).en}{inside}\n    {own[origin - 1].strip()[:200]}")
        elif index < len(source):
            lines.append(f"(given code){inside}\n    {source[index].strip()[:200]}")
    return check.model_copy(update={"traceback": "\n".join(lines) or None})


__all__ = ["in_own_lines", "notices"]
