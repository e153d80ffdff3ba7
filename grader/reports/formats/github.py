"""GitHub Actions: a job summary in Markdown, and annotations as workflow commands.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from grader.messages.sentences import say
from grader.reports.formats import Results, score
from grader.reports.formats.problems import GRAVITIES, Problem, problems
from grader.reports.text import number, one_line
from grader.reports.wording import COLON, in_brackets, wording
from grader.verdict import Verdict

FILE = "github.md"
MOST_ANNOTATIONS = 10  # of each kind in one step, by GitHub's account
MOST_BYTES = 1_000_000  # GitHub drops a summary over 1 MiB
_ROWS = 20  # problems of one submission
_MARKDOWN = re.compile(r"[!-/:-@\[-`{-~]")  # the punctuation of ASCII


def write(results: Results) -> Iterator[str]:
    """The summary: a row for each submission of this run, then the problems of each, the worst submission first. What
    does not fit is counted."""
    lang, size, left_out = results.lang, 0, 0
    for piece in (*_head(lang), *_rows(results)):
        if size + len(piece.encode()) > MOST_BYTES:
            left_out += 1
            continue
        size += len(piece.encode())
        yield piece
    if left_out:
        yield "\n" + say("{n} more are left out", n=left_out).get(lang) + "\n"


def _head(lang: str) -> Iterator[str]:
    columns = [say("Student"), say("Lesson"), say("Result"), say("Score")]
    yield "| " + " | ".join(column.get(lang) for column in columns) + " |\n| --- | --- | --- | --- |\n"


def _rows(results: Results) -> Iterator[str]:
    for verdict in results.run:
        words, known = wording(verdict.outcome), score(verdict)
        outcome = f"{words.icon} {words.name.get(results.lang)}"
        if verdict.environment.public_only:
            outcome += in_brackets(say("public checks only")).get(results.lang)
        points = "—" if known is None else f"{number(known)} / {number(verdict.max_score)}"
        cells = (verdict.student or verdict.file, results.title(verdict.lesson), outcome, points)
        yield "| " + " | ".join(map(_plain, cells)) + " |\n"
    worst = [
        min((GRAVITIES.index(one.gravity) for one in problems(each, results.lang)), default=-1) for each in results.run
    ]
    for index in sorted((index for index, gravity in enumerate(worst) if gravity >= 0), key=worst.__getitem__):
        verdict = results.run[index]
        who = f"{verdict.student or verdict.file} · {results.title(verdict.lesson)}"
        listed = islice(problems(verdict, results.lang), _ROWS)
        colon = COLON.get(results.lang)
        yield f"\n#### {_plain(who)}\n\n" + "".join(
            f"- **{_plain(one.title)}**{colon}{_plain(one.text)}\n" for one in listed
        )


def _plain(text: str) -> str:
    """`text` as Markdown and HTML that mean nothing but it: no link, mention, image or table of a student's."""
    return _MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", one_line(text, 600))


def commands(results: Results) -> list[str]:
    """Annotations as workflow commands, the gravest first, at most `MOST_ANNOTATIONS` of each kind."""
    of_gravity: dict[str, list[str]] = {gravity: [] for gravity in GRAVITIES}
    for verdict in results.run:
        for problem in problems(verdict, results.lang):
            if len(of_gravity[problem.gravity]) < MOST_ANNOTATIONS:
                of_gravity[problem.gravity].append(_command(verdict, problem, results))
    errors = [command for gravity in GRAVITIES[:-1] for command in of_gravity[gravity]]
    return errors[:MOST_ANNOTATIONS] + of_gravity["notice"]


def _command(verdict: Verdict, problem: Problem, results: Results) -> str:
    kind = "notice" if problem.gravity == "notice" else "error"
    title = f"{results.title(verdict.lesson)}{COLON.get(results.lang)}{problem.title}"
    where = {"file": results.path(verdict), "line": str(problem.line or 1), "title": one_line(title, 200)}
    return f"::{kind} {','.join(f'{name}={_value(text)}' for name, text in where.items())}::{_data(problem.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
