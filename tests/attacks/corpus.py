"""The corpus: what every attack declares, a class made of all of them, and the table that SECURITY.md shows.

    python -m tests.attacks.corpus        grades the corpus and prints the table

An attack is a submission whose first lines declare, as comments: `lesson`, `class`, `outcome` (alternatives divided by
`|`: which of them depends on what the kernel does first), `score` (a number, or `full`), `must not` (what must not have
happened) and, where a text would give it away, `must not say`.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.grading.batch import grade_class
from grader.grading.engine import Job
from grader.reports.html import feedback_in
from grader.sandbox import linux
from grader.verdict import Verdict

HERE = Path(__file__).parent
COURSE = HERE.parents[1]
SEED = "c51d0e3f8a7b4962d4e9170b5f2c86a3"  # like those that are drawn, or attacks on the seed would meet another kind
_HELPERS = {"corpus", "archives", "files", "at_level", "at_liberty"}

# Long enough for an honest answer on a busy machine, short enough to wait for one that never comes.
LIMITS = {
    "01-rnn-and-gradients": {"call_seconds": 2, "total_seconds": 4},
    "02-gate-math": {"call_seconds": 2, "total_seconds": 4},
    "03-lstm-cell": {"call_seconds": 5, "total_seconds": 15},
    "04-unrolling": {"call_seconds": 5, "total_seconds": 20},
    "05-single-layer-mnist": {"call_seconds": 10, "total_seconds": 60},  # its attacks train a little
    "06-cell-variants": {"call_seconds": 5, "total_seconds": 20},
    "07-stacked-dropout-mnist": {"call_seconds": 8, "total_seconds": 24},
    "08-language-model": {"call_seconds": 8, "total_seconds": 24},
    "09-copy-memory": {"call_seconds": 2, "total_seconds": 20},
}
HONEST = ("02-gate-math", "03-lstm-cell")  # lessons whose reference answers in seconds; lesson 7 trains for minutes


@dataclass(frozen=True)
class Attack:
    """One hostile (or honest but punished elsewhere) submission, and what must become of it."""

    name: str
    lesson: str
    kind: str
    outcomes: frozenset[str]
    score: float | None  # None: full marks
    must_not: str
    must_not_say: str | None
    place: Callable[[Path], Path]  # writes it into a folder; returns the file to grade

    @property
    def honest(self) -> bool:
        return self.kind == "honest"


_FIELD = re.compile(r"# (lesson|class|outcome|score|must not|must not say): (.+)")


def declared(path: Path) -> Attack:
    """The attack in this file. Raises ValueError if its first lines do not declare it."""
    fields: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not (found := _FIELD.fullmatch(line)):
            break
        fields[found[1]] = found[2].strip()
    if missing := {"lesson", "class", "outcome", "score", "must not"} - fields.keys():
        raise ValueError(f"{path.name} does not declare: {', '.join(sorted(missing))}")

    def place(folder: Path) -> Path:
        target = folder / stub_name(fields["lesson"])
        shutil.copyfile(path, target)
        return target

    score = None if fields["score"] == "full" else float(fields["score"])
    outcomes = frozenset(part.strip() for part in fields["outcome"].split("|"))
    return Attack(
        path.stem,
        fields["lesson"],
        fields["class"],
        outcomes,
        score,
        fields["must not"],
        fields.get("must not say"),
        place,
    )


def stub_name(lesson: str) -> str:
    (stub,) = [path.name for path in (COURSE / "exercises" / lesson).glob("*.py") if path.name not in _NOT_STUBS]
    return stub


_NOT_STUBS = {"probe.py", "see.py", "stand_in.py", "test_public.py"}


def attacks() -> list[Attack]:
    """Every attack of the corpus, those in files of their own and those that are odd files."""
    from tests.attacks import archives, files

    assert archives.__name__  # the import declares its attacks, after those of `files`
    paths = sorted(path for path in HERE.glob("*.py") if path.stem not in _HELPERS and path.stem != "__init__")
    return [*map(declared, paths), *files.attacks()]


def make_course(folder: Path) -> Path:
    """A copy of the course whose limits are short, with a secret among its solutions."""
    for half in ("exercises", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__", "wrong", "right")
        shutil.copytree(COURSE / half, folder / half, ignore=ignored)
    for lesson, limits in LIMITS.items():
        path = folder / "exercises" / lesson / "lesson.toml"
        text = path.read_text(encoding="utf-8")
        for name, value in limits.items():
            text, count = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
            assert count == 1, f"{path} has no {name}"
        path.write_text(text, encoding="utf-8")
    return folder


def make_class(folder: Path, course: Path, chosen: Iterable[Attack], *, honest_every: int, note: str) -> list[Job]:
    """``folder/<student>/<lesson>/<file>`` for every attack, and after every few of them an honest neighbour.

    `note` stands in each neighbour's file, for thieves to bring home.
    """
    jobs = []
    for number, attack in enumerate(chosen):
        place = folder / attack.name / attack.lesson
        place.mkdir(parents=True)
        jobs.append(Job(attack.name, attack.lesson, attack.place(place)))
        if number % honest_every == 0:
            lesson = HONEST[number // honest_every % len(HONEST)]
            name = f"neighbour-{number:03}"
            place = folder / name / lesson
            place.mkdir(parents=True)
            text = (course / "solutions" / lesson / stub_name(lesson)).read_text(encoding="utf-8")
            (place / stub_name(lesson)).write_text(f"# {note}\n{text}", encoding="utf-8")
            jobs.append(Job(name, lesson, place / stub_name(lesson)))
    return jobs


def earned(attack: Attack, verdict: Verdict) -> float:
    """The score that the attack declares to be fair."""
    return verdict.max_score if attack.score is None else attack.score


def table(chosen: Iterable[Attack], verdicts: Iterable[Verdict], residue: int) -> str:
    """The corpus by class, in Markdown: how many were tried, what they gained, whom they harmed, what they left."""
    by_name = {verdict.student: verdict for verdict in verdicts}
    harmed = sum(v.score != v.max_score for name, v in by_name.items() if name.startswith("neighbour-"))
    lines = [
        "| attack class | tried | points gained | neighbours harmed | residue |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    kinds: dict[str, list[Attack]] = {}
    for attack in chosen:
        kinds.setdefault(attack.kind, []).append(attack)
    for kind, members in sorted(kinds.items()):
        if kind == "honest":
            continue
        gained = sum((by_name[one.name].score or 0) - earned(one, by_name[one.name]) for one in members)
        lines.append(f"| {kind} | {len(members)} | {gained:g} | {harmed} | {residue} |")
    honest = kinds.get("honest", [])
    full = sum(by_name[one.name].score == by_name[one.name].max_score for one in honest)
    lines.append(f"\nHonest submissions that other graders punish: {len(honest)}, with full marks: {full}.")
    return "\n".join(lines)


def descendants(root: int) -> Iterator[int]:
    """The processes below `root`, however deep."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    todo = children.get(root, [])
    while todo:
        pid = todo.pop()
        yield pid
        todo += children.get(pid, [])


def main() -> int:
    chosen = attacks()
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name, "tmp")
        temporary.mkdir()
        temporary.parent.chmod(0o711)
        temporary.chmod(0o711)
        tempfile.tempdir = str(temporary)  # so that what other graders leave in the common one is not counted
        course = make_course(Path(name, "course"))
        jobs = make_class(Path(name, "class"), course, chosen, honest_every=8, note="an honest neighbour")
        linux.set_child_subreaper()  # whoever is orphaned below us becomes our child
        verdicts = grade_class(course, jobs, Path(name, "results"), seed=SEED, page=feedback_in("zh"))
        end = time.monotonic() + 10  # our own workers are told to end, and not waited for
        while list(descendants(os.getpid())) and time.monotonic() < end:
            time.sleep(0.1)
        residue = len(list(descendants(os.getpid()))) + len(list(temporary.iterdir()))
        tempfile.tempdir = None
    print(table(chosen, verdicts, residue))
    by_name = {verdict.student: verdict for verdict in verdicts}
    wrong = []
    for one in chosen:
        verdict = by_name[one.name]
        if verdict.outcome.value not in one.outcomes or verdict.score != earned(one, verdict):
            wrong.append(f"{one.name}: {verdict.outcome.value} {verdict.score}, declared otherwise")
    print("\n".join(wrong), file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
