#!/usr/bin/env python3
"""The same crimes against nbgrader, otter-grader and Gatehouse, in one run: points gained, and harm done.

A crime (benchmarks/crimes/) is a few lines of Python in the answer of somebody who solved nothing; without them the
answer is zeros of the right shapes. It is told where everything lies, so that a crime fails at a wall and not at a
search. Two others handed in the reference answer: one is graded before the crime, one after it. A crime of two
submissions has its first in crimes/first/; what that carried home, a friend has answered when the second is handed in.
Measured are

  points  what the crime's answer got beyond what the zeros get, as a share of the full marks
  harm    to the others' answers and results; a secret of the grader's environment or another's answer in what the
          student gets back; a process left running; a network connection; code run in the grader's own process; a disk
          that fills; a command that does not end within five minutes

Each grader is used as its documentation says, without a container: `nbgrader autograde` and `generate_feedback`;
`otter run` with the zip of `otter assign`, a submission at a time; `grader grade` on a class folder.
Everything happens in a temporary folder, with its own HOME; what a crime leaves running is killed at once.

    .venv/bin/pip install otter-grader==7.0.0      # not a dependency of the project
    .venv/bin/python benchmarks/attack_peers.py
    .venv/bin/python benchmarks/attack_peers.py --only daemon --skip-otter
"""

from __future__ import annotations

import argparse
import ast
import base64
import datetime
import hashlib
import html
import importlib.util
import json
import os
import pickle
import platform
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import zlib
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from peers import (
    ASSIGNMENT,
    ROOT,
    BenchmarkError,
    make_class,
    make_nbgrader_course,
    make_otter_course,
    nbgrader_environment,
    nbgrader_scores,
    reference,
)

import grader

LESSON = "02-gate-math"
CRIMES = Path(__file__).resolve().parent / "crimes"
NO_CRIME, A_LINK, A_PIPE = "alibi", "link_to_the_solution", "named_pipe"
BEFORE, CRIMINAL, AFTER = "student-1", "student-2", "student-3"
SECONDS = 300  # a command that takes longer is killed, and what it has recorded by then counts
MUCH = 50 << 20  # bytes left on the disk that are called harm


@dataclass
class Run:
    """What is the same for all crimes: the folder, the words to look for, and who listens."""

    work: Path
    token: str = field(default_factory=lambda: f"attack-{secrets.token_hex(16)}")  # marks this run's processes
    secret: str = field(default_factory=lambda: f"secret-{secrets.token_hex(16)}")  # must not get out
    private: str = field(default_factory=lambda: f"private-{secrets.token_hex(16)}")  # stands in the others' answers
    heard: list[bytes] = field(default_factory=list)
    endless: bool = False  # a command had to be killed
    port: int = 0

    @property
    def evidence(self) -> Path:
        return self.work / "evidence" / "pid"

    def listen(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]

        def accept() -> None:
            while True:
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as stream:
                    connection.settimeout(3)
                    self.heard.append(stream.read(1 << 20))

        threading.Thread(target=accept, daemon=True).start()

    def command(self, *command: str, folder: Path) -> int:
        """Run one of the graders' commands and return its process id. Its own exit status means nothing here."""
        homes = {name: str(self.work / "home") for name in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
        told = {"TMPDIR": str(self.work / "tmp"), "ATTACK_TOKEN": self.token, "ATTACK_SECRET": self.secret}
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        environment = os.environ | nbgrader_environment() | homes | told | {"PYTHONPATH": path}
        with open(self.work / "log", "ab") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                self.endless = True
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                self.left_running(patience=0)  # its kernels, which are in sessions of their own
        return process.pid

    def bytes_on_disk(self) -> int:
        """Of all files of the run but the graders' own log."""
        files = (path for path in self.work.rglob("*") if path.is_file() and not path.is_symlink())
        return sum(path.stat().st_size for path in files if path != self.work / "log")

    def sweep(self) -> None:
        for folder in ("home", "tmp"):
            for path in (self.work / folder).iterdir():
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()

    def processes(self) -> list[int]:
        """Processes of this run, by the token in their arguments or their environment."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                for name in ("cmdline", "environ"):
                    try:
                        if self.token.encode() in (entry / name).read_bytes():
                            found.append(int(entry.name))
                            break
                    except OSError:
                        pass
        return found

    def left_running(self, patience: float = 3.0) -> int:
        """How many processes still run when those that are about to end have ended; they are killed."""
        until = time.monotonic() + patience
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.1)
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        return len(left)


@dataclass
class Outcome:
    """What a crime got: its share of the full marks (None: no score), and the harm in words."""

    share: float | None
    harm: list[str]


class Peer:
    """A grader with its course in `home`. The course is made once and put back before every crime."""

    title = ""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.home = run.work / type(self).__name__.lower()
        self.pids: list[int] = []
        right = reference(LESSON).read_text(encoding="utf-8")
        self.make({student: f"{right}\n# {run.private}\n" for student in (BEFORE, CRIMINAL, AFTER)})
        self.file(CRIMINAL).unlink()
        self.file(AFTER).rename(self.home / "later")
        self.grade(BEFORE)
        if self.shares().get(BEFORE) != 1:
            raise BenchmarkError(f"{self.title} does not give the reference answer full marks; see {run.work}/log")
        (self.home / "later").rename(self.file(AFTER))
        self.template = self.home.with_suffix(".template")
        shutil.copytree(self.home, self.template, symlinks=True)

    def commit(self, crime: str) -> Outcome:
        """Everything as it was before the crime; the crime; what came of it."""
        known = self.known()
        if (CRIMES / "first" / f"{crime}.py").exists():
            self.put_back()
            self.hand_in(self.file(CRIMINAL), answer(f"first/{crime}", known))
            self.grade(CRIMINAL)
            known["friends_numbers"] = friends_numbers(self.returned() + b"".join(self.run.heard).decode())
        self.put_back()
        if crime == A_LINK:
            self.file(CRIMINAL).symlink_to(known["solution"])
        elif crime == A_PIPE:
            os.mkfifo(self.file(CRIMINAL))
        else:
            self.hand_in(self.file(CRIMINAL), answer(crime, known))
        held = self.run.bytes_on_disk()
        before = {path: digest(path) for path in (self.file(BEFORE), self.file(AFTER))}
        self.grade(CRIMINAL, AFTER)
        left = self.run.left_running()
        shares, returned = self.shares(), self.returned()
        filled = self.run.bytes_on_disk() - held
        self.run.sweep()
        ran = self.run.evidence.read_text() if self.run.evidence.exists() else ""
        harms = {
            "another's answer changed": any(digest(path) != was for path, was in before.items()),
            "another's result changed": shares.get(BEFORE) != 1 or shares.get(AFTER) != 1,
            "secret in the feedback": self.run.secret in returned,
            "another's answer in the feedback": self.run.private in returned,
            "process left running": bool(left),
            "network reached": self.run.token.encode() in b"".join(self.run.heard),
            "code ran in the grader's process": ran.isdigit() and int(ran) in self.pids,
            f"{filled >> 20} MB left on the disk": filled > MUCH,
            "grading never ended": self.run.endless,
        }
        return Outcome(shares.get(CRIMINAL), [harm for harm, done in harms.items() if done])

    def put_back(self) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(self.template, self.home, symlinks=True)
        self.run.evidence.unlink(missing_ok=True)
        self.run.heard.clear()
        self.run.endless = False
        self.pids.clear()

    def python(self, *arguments: str, folder: Path | None = None) -> None:
        self.pids.append(self.run.command(sys.executable, *arguments, folder=folder or self.home))

    def known(self) -> dict[str, Any]:
        """What the crime is told: where everything lies."""
        run = {"token": self.run.token, "port": self.run.port, "evidence": str(self.run.evidence)}
        others = {"neighbour": self.file(BEFORE), "victim": self.file(AFTER)}
        return run | {name: str(path) for name, path in (others | self.places()).items()}

    def make(self, answers: dict[str, str]) -> None:
        raise NotImplementedError

    def file(self, student: str) -> Path:
        """Where the student's submission lies."""
        raise NotImplementedError

    def places(self) -> dict[str, Path | str]:
        """Where the solution, the hidden tests and the results of the one graded before lie."""
        raise NotImplementedError

    def hand_in(self, path: Path, program: str) -> None:
        raise NotImplementedError

    def grade(self, *students: str) -> None:
        """Grade these, in this order; afterwards the criminal's feedback is there."""
        raise NotImplementedError

    def shares(self) -> dict[str, float | None]:
        """student -> share of the full marks, as recorded."""
        raise NotImplementedError

    def returned(self) -> str:
        """All that the criminal gets back."""
        raise NotImplementedError


class Nbgrader(Peer):
    title = "nbgrader"

    def make(self, answers: dict[str, str]) -> None:
        make_nbgrader_course(self.home, LESSON, answers, hidden=True)

    def file(self, student: str) -> Path:
        return self.home / "submitted" / student / ASSIGNMENT / "lesson.ipynb"

    def places(self) -> dict[str, Path | str]:
        source = self.home / "source" / ASSIGNMENT / "lesson.ipynb"
        return {"solution": source, "tests": source, "results": self.home / "gradebook.db"}

    def hand_in(self, path: Path, program: str) -> None:
        release = nbformat.read(self.home / "release" / ASSIGNMENT / "lesson.ipynb", as_version=4)
        release.cells[0].source = program
        nbformat.write(release, path)

    def grade(self, *students: str) -> None:
        self.python("-m", "nbgrader", "autograde", ASSIGNMENT)  # whoever is not graded yet, in the names' order
        if CRIMINAL in students:
            self.python("-m", "nbgrader", "generate_feedback", ASSIGNMENT, "--student", CRIMINAL)

    def shares(self) -> dict[str, float | None]:
        return {student: score / full for student, (score, full) in nbgrader_scores(self.home).items()}

    def returned(self) -> str:
        folder = self.home / "feedback" / CRIMINAL
        return "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


class Otter(Peer):
    title = "otter-grader"

    def make(self, answers: dict[str, str]) -> None:
        make_otter_course(self.home, LESSON, answers)

    def file(self, student: str) -> Path:
        return self.home / "submitted" / student / "lesson.ipynb"

    def result(self, student: str) -> Path:
        return self.home / "results" / student / "results.json"

    def places(self) -> dict[str, Path | str]:
        solution = self.home / "dist" / "autograder" / "lesson.ipynb"
        return {
            "solution": solution,
            "tests": "tests/q1.py",
            "results": self.result(BEFORE),
        }  # tests: beside the answer

    def hand_in(self, path: Path, program: str) -> None:
        release = nbformat.read(self.home / "dist" / "student" / "lesson.ipynb", as_version=4)
        next(cell for cell in release.cells if "def " in cell.source).source = program
        nbformat.write(release, path)

    def grade(self, *students: str) -> None:
        for student in students:
            self.result(student).parent.mkdir(parents=True)
            out, submission = str(self.result(student).parent), str(self.file(student))
            self.python("-m", "otter", "run", "--no-logo", "-a", "autograder.zip", "-o", out, submission)

    def shares(self) -> dict[str, float | None]:
        shares: dict[str, float | None] = {}
        for student in (BEFORE, CRIMINAL, AFTER):
            if self.result(student).exists():
                tests = json.loads(self.result(student).read_text("utf-8"))["tests"]
                full = sum(test.get("max_score", 0) for test in tests)
                shares[student] = sum(test.get("score", 0) for test in tests) / full if full else None
        return shares

    def returned(self) -> str:
        if not self.result(CRIMINAL).exists():
            return ""
        tests = json.loads(self.result(CRIMINAL).read_text("utf-8"))["tests"]
        return "".join(str(test) for test in tests if test.get("visibility") != "hidden")


class Gatehouse(Peer):
    title = "Gatehouse"

    def make(self, answers: dict[str, str]) -> None:
        for half in ("exercises", "solutions"):
            shutil.copytree(ROOT / half / LESSON, self.home / half / LESSON)
        shutil.copytree(ROOT / "solutions" / "oracles", self.home / "solutions" / "oracles")
        make_class(self.home / "class", LESSON, answers)

    def file(self, student: str) -> Path:
        return self.home / "class" / student / LESSON / reference(LESSON).name

    def result(self, student: str) -> Path:
        return self.home / "results" / "students" / student / LESSON

    def places(self) -> dict[str, Path | str]:
        private = self.home / "solutions"
        tests, solution = private / "oracles" / "lstm.py", private / LESSON / reference(LESSON).name
        return {"solution": solution, "tests": tests, "results": self.result(BEFORE) / "verdict.json"}

    def hand_in(self, path: Path, program: str) -> None:
        path.write_text(program, encoding="utf-8")

    def grade(self, *students: str) -> None:
        for student in students:  # in the names' order, as the others do, and not two at a time
            self.python("-m", "grader", "grade", "class", "--student", student, "--lang", "en")

    def shares(self) -> dict[str, float | None]:
        shares = {}
        for path in (self.home / "results" / "students").glob(f"*/{LESSON}/verdict.json"):
            verdict = json.loads(path.read_text("utf-8"))
            if verdict["environment"]["sandbox"] not in ("strict", "none"):
                raise BenchmarkError("Gatehouse did not reach its level `strict` here")
            score = verdict["score"]
            shares[path.parents[1].name] = None if score is None else score / verdict["max_score"]
        return shares

    def returned(self) -> str:
        return (self.result(CRIMINAL) / "feedback.html").read_text("utf-8")


def answer(crime: str, known: dict[str, Any]) -> str:
    """The stub with the zeros and the crime in its last region, which is left by one step of indentation."""
    lesson_stub = (ROOT / "exercises" / LESSON / reference(LESSON).name).read_text(encoding="utf-8")
    head, marker, tail = lesson_stub.rpartition("    # ********** End")
    code = f"KNOWN = {known!r}\n{source(NO_CRIME)}\n"
    if crime != NO_CRIME:  # one that fails must not take the zeros' points with it
        body = textwrap.indent(source(crime), "    ")
        code += f"try:\n{body}\nexcept Exception as fault:\n    print('failed:', type(fault), fault)\n"
    return f"{head.rstrip()}\n{code}{marker}{tail}"


def friends_numbers(carried_home: str) -> dict[str, bytes]:
    """What the reference answers to the inputs in this text: a key of function and inputs -> the pickled answer."""
    friend: dict[str, Any] = {}
    exec(reference(LESSON).read_text(encoding="utf-8"), friend)
    numbers = {}
    for note in re.findall("INPUT<([A-Za-z0-9+/=]+)>", html.unescape(carried_home)):
        name, given = pickle.loads(zlib.decompress(base64.b64decode(note)))
        key = hashlib.sha256(pickle.dumps(given, 4)).hexdigest()
        numbers[name + key] = pickle.dumps(friend[name](*given), 4)
    return numbers


def source(crime: str) -> str:
    return (CRIMES / f"{crime}.py").read_text(encoding="utf-8")


def kind(crime: str) -> str:
    """The class of the crime, as in SECURITY.md."""
    return source(crime).splitlines()[0].removeprefix("# class: ")


def title(crime: str) -> str:
    return ast.get_docstring(ast.parse(source(crime))).split(".")[0]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def table(crimes: list[str], got: dict[str, dict[str, Outcome]]) -> str:
    """Markdown: a row per crime, a column per grader."""
    names = list(got)
    lines = [f"| class | crime | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    base = {name: got[name][NO_CRIME].share or 0.0 for name in names}
    lines.append(f"| | *{title(NO_CRIME)}* | " + " | ".join(f"*{base[name]:.0%}*" for name in names) + " |")
    counts = {name: {"full marks": 0, "points gained": 0, "harm": 0, "nothing": 0} for name in names}
    for crime in crimes:
        cells = []
        for name in names:
            outcome = got[name][crime]
            gained = (outcome.share or 0.0) - base[name]
            words = ["full marks"] if outcome.share is not None and outcome.share >= 1 else []
            if gained > 1e-9 and not words:
                words.append(f"+{gained:.0%}")
            counts[name]["full marks"] += words == ["full marks"]
            counts[name]["points gained"] += bool(words)
            counts[name]["harm"] += bool(outcome.harm)
            words = [f"**{word}**" for word in words] + outcome.harm
            counts[name]["nothing"] += not words
            cells.append(", ".join(words) or "nothing")
        lines.append(f"| {kind(crime)} | {title(crime)} | {' | '.join(cells)} |")
    for what in ("full marks", "points gained", "harm", "nothing"):
        totals = (f"**{counts[name][what]} of {len(crimes)}**" for name in names)
        lines.append(f"| | **{what}** | {' | '.join(totals)} |")
    return "\n".join(lines)


def by_class(crimes: list[str], got: dict[str, dict[str, Outcome]]) -> str:
    """Markdown: a row per class of crimes; of how many of them the criminal had points, and of how many others harm."""
    names = list(got)
    columns = [f"{name.split()[0]}: {what}" for name in names for what in ("points gained", "harm")]
    lines = [f"| class | tried | {' | '.join(columns)} |", "|---|---:|" + "---:|" * len(columns)]
    for one in sorted({kind(crime) for crime in crimes}):
        members = [crime for crime in crimes if kind(crime) == one]
        counts = []
        for name in names:
            base = got[name][NO_CRIME].share or 0.0
            counts.append(sum((got[name][crime].share or 0.0) > base + 1e-9 for crime in members))
            counts.append(sum(bool(got[name][crime].harm) for crime in members))
        lines.append(f"| {one} | {len(members)} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for peer in (Nbgrader, Otter, Gatehouse):
        parser.add_argument(f"--skip-{peer.__name__.lower()}", action="store_true")
    crimes = sorted((path.stem for path in CRIMES.glob("*.py") if path.stem != NO_CRIME), key=lambda c: (kind(c), c))
    parser.add_argument("--only", action="append", choices=crimes, metavar="CRIME", help=", ".join(crimes))
    parser.add_argument("--results", type=Path, help="a JSON file: what it holds is not measured again, the rest added")
    parser.add_argument("--keep-log", type=Path, help="where to copy what the graders printed")
    options = parser.parse_args()
    options.crimes = options.only or crimes
    options.peers = [p for p in (Nbgrader, Otter, Gatehouse) if not getattr(options, f"skip_{p.__name__.lower()}")]
    if Otter in options.peers and importlib.util.find_spec("otter") is None:
        sys.exit("attack_peers: otter-grader is missing: pip install otter-grader==7.0.0, or say --skip-otter")
    return options


def read_results(path: Path | None) -> dict[str, dict[str, Outcome]]:
    if path is None or not path.exists():
        return {}
    plain = json.loads(path.read_text("utf-8"))
    return {title: {crime: Outcome(**one) for crime, one in crimes.items()} for title, crimes in plain.items()}


def write_results(path: Path | None, got: dict[str, dict[str, Outcome]]) -> None:
    if path is not None:
        plain = {title: {crime: asdict(one) for crime, one in crimes.items()} for title, crimes in got.items()}
        path.write_text(json.dumps(plain, indent=1), "utf-8")


def main() -> None:
    options = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside, it cleans up as well
    with tempfile.TemporaryDirectory(prefix="attack-peers-", ignore_cleanup_errors=True) as folder:
        run = Run(Path(folder).resolve())
        run.work.chmod(0o755)
        for name in ("home", "tmp", "evidence"):
            (run.work / name).mkdir()
            (run.work / name).chmod(0o1777)  # whoever a grader becomes can write here, if it sees it
        run.listen()
        got = read_results(options.results)
        try:
            for peer_class in options.peers:
                done = got.setdefault(peer_class.title, {})
                peer = None
                for crime in (NO_CRIME, *options.crimes):
                    if crime not in done:
                        peer = peer or peer_class(run)
                        done[crime] = peer.commit(crime)
                        print(f"{peer.title}: {crime}: {done[crime]}", file=sys.stderr, flush=True)
                        write_results(options.results, got)
        finally:
            run.left_running(patience=0)
            if options.keep_log and (run.work / "log").exists():
                shutil.copy(run.work / "log", options.keep_log)
    names = [f"{t} {grader.__version__ if t == Gatehouse.title else version(t)}" for t in got]
    system = f"Python {platform.python_version()}, NumPy {version('numpy')}, Linux {platform.release().split('-')[0]}"
    user = "root" if os.geteuid() == 0 else "an ordinary user"
    print(f"{datetime.date.today()}: {', '.join(names)}; {system}, as {user}\n")
    print(table(options.crimes, got))
    print(f"\n{by_class(options.crimes, got)}")


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as error:
        sys.exit(f"attack_peers: {error}")
