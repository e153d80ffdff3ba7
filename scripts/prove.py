"""The long proofs, in units of a few minutes. A unit that has passed is run again when what it depends on has changed.

    make prove                                all units
    python scripts/prove.py --list            their names, and which have passed
    python scripts/prove.py browser fuzz      these, whether they have passed or not
    python scripts/prove.py --minutes 20 --start-at $(git rev-parse HEAD)   those that fit; each commit starts elsewhere

`build/proofs.json` says which units have passed, for which inputs: a run that was stopped goes on where it was.
The output of each unit is in `build/proofs/`. Exit codes: 0 nothing failed, 1 a proof failed, 2 wrong usage,
130 stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 30 * 60  # seconds: a unit that takes more hangs
NO_INPUT = (".md", ".svg", ".png", ".pyc", "mutants.json")  # ends of the names of files that change no proof
GRACE = 20  # seconds to end in order
SHOWN = 60  # lines of a proof that failed

# In how many parts the answers of a lesson are judged.
PARTS = {
    "01-rnn-and-gradients": 1,
    "02-gate-math": 1,
    "03-lstm-cell": 1,
    "04-unrolling": 1,
    "05-single-layer-mnist": 2,
    "06-cell-variants": 1,
    "07-stacked-dropout-mnist": 4,
    "08-language-model": 2,
    "09-copy-memory": 1,
}
# How many mutants a commit draws. NumPy lessons judge a dozen a second; those that train need up to a minute for one.
SAMPLES = {
    "01-rnn-and-gradients": 40,
    "02-gate-math": 40,
    "03-lstm-cell": 12,
    "04-unrolling": 12,
    "05-single-layer-mnist": 2,
    "06-cell-variants": 12,
    "07-stacked-dropout-mnist": 2,
    "08-language-model": 2,
    "09-copy-memory": 12,
}
GUIDES = ("docs/authors.md", "docs/instructors.md", "docs/nbgrader.md")
PANEL = tuple(f"labextension/{name}" for name in ("built", "src", "style", "schema", "package.json", "yarn.lock"))
# What a walk through JupyterLab in a browser depends on.
WALKED = (
    PANEL[0], "grader", "exercises", "solutions", "tests/jupyter", "tests/in_browser.py", "tests/accessibility.py",
    "constraints.txt",
)  # fmt: skip
PAGES = (
    "grader/reports", "grader/jupyter", "grader/messages", "exercises", "tests/reports", "tests/accessibility.py",
    "constraints.txt",
)  # fmt: skip
ALL = ("grader", "exercises", "solutions", "tests", "benchmarks", "pyproject.toml", "constraints.txt")
# Of the grader, what judges an answer: all but its reports and its commands.
JUDGING = (
    "grader/__init__.py", "grader/data.py", "grader/extras.py", "grader/progress.py", "grader/verdict.py",
    "grader/messages", "grader/source", "grader/sandbox", "grader/course", "grader/checks", "grader/grading",
    "grader/proving", "pyproject.toml", "constraints.txt",
)  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One proof: a command, and the files and folders that it depends on. `always`: it is quick, and never cached."""

    name: str
    command: tuple[str, ...]
    inputs: tuple[str, ...]
    always: bool = False

    def key(self) -> str:
        """SHA-256 of the command and of every input."""
        sha = hashlib.sha256(repr((self.command, sys.version_info[:2])).encode())
        for path in sorted({path for name in self.inputs for path in _files(ROOT / name)}):
            sha.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return sha.hexdigest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for path in place.rglob("*"):
        if path.is_file() and not path.name.endswith(NO_INPUT):
            yield path


def units(commit: str, tagged: bool) -> list[Unit]:
    """Every proof of this commit; tests name the one that they belong to: ``@pytest.mark.proof(NAME)``."""
    grader = (sys.executable, "-m", "grader")
    found = []
    for lesson, parts in PARTS.items():
        inputs = (*JUDGING, f"exercises/{lesson}", f"solutions/{lesson}", "solutions/oracles", "tests/test_lessons.py")
        found += [_tests(f"answers-{lesson}-{n + 1}", "tests/test_lessons.py", inputs) for n in range(parts)]
    for name in ("corpus-strict", "corpus-other-levels"):
        found.append(_tests(name, "tests/test_attacks.py", ALL))
    for lesson, sample in SAMPLES.items():
        options = ("--mutants", "--sample", str(sample), "--seed", str(int(commit[:8], 16)))
        inputs = (*JUDGING, f"exercises/{lesson}", f"solutions/{lesson}", "solutions/oracles")
        found.append(Unit(f"mutants-{lesson}", (*grader, "verify", lesson, *options), inputs))
    found += [
        _tests(
            "sentences",
            "tests/test_hidden_sentences.py",
            (*JUDGING, "exercises", "solutions", "tests/test_hidden_sentences.py"),
        ),
        _tests("pictures", "tests/grading/test_seeing.py", (*JUDGING, "exercises", "solutions", "tests/grading")),
        _tests("browser", "tests/jupyter", WALKED),
        _tests("walks", "tests/jupyter/test_walks.py", WALKED),
        _tests("accessibility", "tests/reports/test_accessibility.py", PAGES),
        _tests("labextension", "tests/jupyter/test_labextension.py", (*PANEL, "scripts/labextension.py")),
        _tests("reading-time", "tests/test_readers.py", ("grader", "benchmarks", "tests/test_readers.py")),
        _tests("long-texts", "tests/source", ("grader", "tests/source")),
        _tests("failures", "tests/test_failures.py", ("grader", "tests", "constraints.txt")),
        _tests("thousand", "tests/test_thousand.py", ("grader", "tests", "constraints.txt")),
        _tests("ci-repositories", "tests/ci", ("grader", "ci", "tests/ci", "tests/toy.py")),
        _tests("light-install", "tests/test_extras.py", ALL),
        _tests("guides", "tests/test_guides.py", (*ALL, "examples/class", *GUIDES)),
        _tests("nbgrader-course", "tests/nbgrader/test_autograde.py", ("grader", "tests/nbgrader", "constraints.txt")),
        _tests("exchange", "tests/jupyter/test_exchange.py", ("grader", "tests/jupyter", "constraints.txt")),
        _tests("nbgrader-walk", "tests/nbgrader/test_walk.py", ("grader", "tests/nbgrader", "constraints.txt")),
        _tests("foreign-course", "tests/nbgrader/test_foreign.py", ("grader", "tests/nbgrader", "constraints.txt")),
        _tests("foreign-pages", "tests/nbgrader/test_pages.py", ("grader", "tests/nbgrader", "constraints.txt")),
        _tests("fuzz", "tests/test_fuzz.py", ("grader", "benchmarks", "tests/test_fuzz.py", "constraints.txt")),
    ]
    if tagged:  # no record of mutants may be stale where a version is tagged
        found.append(Unit("release", (*grader, "verify", "--release"), (), always=True))
    return found


def _tests(name: str, file: str, inputs: tuple[str, ...]) -> Unit:
    return Unit(name, (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--proof", name, file), inputs)


class Proven:
    """`build/proofs.json`: for each unit that has passed, with which inputs, and how many seconds it took."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: one for name, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}

    def has(self, unit: Unit) -> bool:
        return not unit.always and self._read().get(unit.name, {}).get("key") == unit.key()

    def add(self, unit: Unit, key: str, seconds: float) -> None:
        everything = {**self._read(), unit.name: {"key": key, "seconds": round(seconds)}}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(everything, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        new.replace(self.path)


def run(unit: Unit, log: Path, seconds: float) -> bool | None:
    """Whether the proof holds; None if the time was over before it was known. Its processes end with it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "MNIST_DATA_DIR"}  # the same everywhere
    with log.open("wb") as out:
        process = subprocess.Popen(
            unit.command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            return process.wait(timeout=seconds) == 0
        except subprocess.TimeoutExpired:
            return None
        finally:
            for how in (signal.SIGINT, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, how)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=GRACE)


def prove(chosen: Sequence[Unit], proven: Proven, minutes: float | None, afresh: bool) -> int:
    """Run the units in turn and say how each ended; what does not fit into `minutes` is left for another run."""
    end = time.monotonic() + (60 * minutes if minutes is not None else float("inf"))
    passed, failed, cached, left = [], [], [], []
    for unit in chosen:
        if not afresh and proven.has(unit):
            cached.append(unit.name)
            continue
        remaining = end - time.monotonic()
        if remaining <= 0:
            left.append(unit.name)
            continue
        key, began, log = unit.key(), time.monotonic(), ROOT / "build" / "proofs" / f"{unit.name}.log"
        holds = run(unit, log, min(remaining, LONGEST))
        took = time.monotonic() - began
        if holds:
            passed.append(unit.name)
            proven.add(unit, key, took)
        elif holds is None and remaining < LONGEST:
            left.append(unit.name)
        else:
            failed.append(unit.name)
            print("".join(log.read_text(errors="replace").splitlines(keepends=True)[-SHOWN:]))
        word = "holds" if holds else "is left: the time is over" if unit.name in left else f"FAILED: {log}"
        print(f"proofs: {unit.name} {word} ({took:.0f} s)", flush=True)
    for word, names in (("passed", passed), ("cached", cached), ("left", left), ("failed", failed)):
        print(f"proofs: {word} {len(names)}" + (f": {' '.join(names)}" if names else ""))
    return 1 if failed else 0


def git(*arguments: str) -> str:
    """What git says; nothing where there is no history. One that cannot be read is an error."""
    if not (ROOT / ".git").exists():
        return ""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="UNIT", help="only these, whether they are proven or not")
    parser.add_argument("--minutes", type=float, help="stop after so many; a unit that is not done then is left")
    parser.add_argument("--start-at", metavar="COMMIT", help="begin with a unit that this commit draws")
    parser.add_argument("--list", action="store_true", help="name the units and say which are proven")
    given = parser.parse_args(arguments)
    commit = git("rev-parse", "HEAD") or "0"
    every = {unit.name: unit for unit in units(commit, bool(git("tag", "--points-at", "HEAD", "--list", "v*")))}
    if unknown := [name for name in given.names if name not in every]:
        parser.error(f"there is no {', '.join(unknown)}; there are: {', '.join(every)}")
    chosen = [every[name] for name in given.names] or list(every.values())
    proven = Proven(ROOT / "build" / "proofs.json")
    if given.list:
        for unit in chosen:
            print("proven " if proven.has(unit) else "open   ", unit.name)
        return 0
    if given.start_at:
        first = int(given.start_at[:8], 16) % len(chosen)
        in_turn = [*chosen[first:], *chosen[:first]]
        chosen = sorted(in_turn, key=lambda unit: not unit.always)
    return prove(chosen, proven, given.minutes, bool(given.names))


def command() -> int:
    """`main` for a shell: Ctrl+C and `kill` end the running proof, too."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        return main()
    except KeyboardInterrupt:
        print("proofs: stopped; the same command goes on where it was", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(command())
