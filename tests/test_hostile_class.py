"""Class folders whose names are hostile, and class folders that change while they are graded, by the command itself.

Every file has a line of its own, so that the SHA-256 in a verdict says whose file was judged.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import socket
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.verdict import SubmissionOutcome, Verdict
from tests.attacks import corpus, files

LESSON, FILE = "02-gate-math", "gate_math.py"
REFERENCE = files.reference(LESSON)
NOBODY = (".git", ".ipynb_checkpoints", "__MACOSX")
# Printable, and like no other: what is shown, and the folder of the results, is the name itself.
PLAIN = (
    "report.html",
    "grades.csv",
    "report.xml",
    "students",
    "verdict.json",
    "results",
    ".bob",
    "-rf",
    "con",
    "李雷",
    "...",
)
ALIKE = ("bob", "bob ", " bob", "bob\u200b", "b\u00f6b", "bo\u0308b", "b\u043eb", "Bob")
HOSTILE = (
    "a\nb", "a\rb", "a\tb", "a\x1b[31mb", "a\x7fb", "a\u202eb", "a\u2028b", "<script>alert(1)<|script>",
    "=cmd|' -c calc'!A1", "+1+1", "@SUM(A1)", "a;`touch here`;$(id)", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "名" * 85, "\u200b", "\ufeffbob", "%s%n{0}", "NUL.txt", "--out=elsewhere",
)  # fmt: skip
NO_TEXT = (b"b\xff\xfeb", b"\xed\xa0\x80")


@dataclass
class Graded:
    """What `grader grade` said, and the verdicts that lie below its results."""

    code: int
    stdout: str
    stderr: str
    out: Path

    @property
    def verdicts(self) -> list[Verdict]:
        return [Verdict.read(path) for path in sorted(self.out.rglob("verdict.json")) if path.is_file()]

    def of(self, student: str) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.student == student]

    @property
    def rows(self) -> list[dict[str, str]]:
        text = (self.out / "grades.csv").read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


def command(class_: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "grader", "grade", str(class_), "--out", str(out), "--lang", "en", *more]


def grade(class_: Path, out: Path, *more: str, meanwhile: Callable[[], None] = lambda: None) -> Graded:
    """Grade the class as its instructor does; `meanwhile` is done when the command has begun."""
    with subprocess.Popen(
        command(class_, out, *more), cwd=corpus.COURSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": "300", "PYTHONUTF8": "1"},
    ) as process:  # fmt: skip
        try:
            meanwhile()
            stdout, stderr = process.communicate(timeout=300)
        except BaseException:
            process.kill()
            raise
    return Graded(process.returncode, *(said.decode("utf-8", "replace") for said in (stdout, stderr)), out)


def hand_in(class_: Path, student: str | bytes, text: str = REFERENCE) -> Path:
    """The student's file, which differs from everybody's."""
    place = Path(os.fsdecode(os.path.join(os.fsencode(class_), os.fsencode(student), LESSON.encode())))
    place.mkdir(parents=True)
    (place / FILE).write_text(f"{text}\n# handed in by {os.fsencode(student).hex()}\n", encoding="utf-8")
    return place / FILE


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tree(folder: Path) -> dict[bytes, str]:
    """Every file and link below, with its content."""
    found = {}
    for where, folders, names in os.walk(os.fsencode(folder)):
        for name in (*folders, *names):
            path = os.path.join(where, name)
            if os.path.islink(path):
                found[path] = f"link to {os.readlink(path)!r}"
            elif os.path.isfile(path):
                found[path] = hashlib.sha256(Path(os.fsdecode(path)).read_bytes()).hexdigest()
    return found


def looks(name: str) -> str:
    """What an eye sees of a name: no blanks at its ends, nothing without a width, letters however they are composed."""
    seen = unicodedata.normalize("NFC", name)
    return "".join(c for c in seen if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp")).strip()


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graded, Path, dict[str, Path], dict[bytes, str]]:
    home = tmp_path_factory.mktemp("names")
    class_ = home / "class"
    names = [*PLAIN, *ALIKE, *HOSTILE]
    own = {name: hand_in(class_, name) for name in names}
    for name in NO_TEXT:
        own[os.fsdecode(name)] = hand_in(class_, name)
    for name in NOBODY:
        hand_in(class_, name)
    before = tree(class_)
    return grade(class_, home / "out"), class_, own, before


Named = tuple[Graded, Path, dict[str, Path], dict[bytes, str]]


def test_the_run_ends_well_whatever_the_names(named: Named) -> None:
    graded, *_ = named
    assert graded.code in (0, 1), graded.stderr
    assert "Traceback" not in graded.stderr
    for name in ("grades.csv", "report.html"):
        assert (graded.out / name).is_file()


def test_nothing_of_the_class_is_changed_and_nothing_written_beside_it(named: Named) -> None:
    _, class_, _, before = named
    assert tree(class_) == before
    assert sorted(os.listdir(class_.parent)) == ["class", "out"]
    assert not (corpus.COURSE / "elsewhere").exists() and not (corpus.COURSE / "here").exists()


def test_every_folder_has_its_own_verdict_or_a_printed_sentence(named: Named) -> None:
    graded, _, own, _ = named
    judged = {verdict.submission_sha256 for verdict in graded.verdicts}
    assert judged <= {sha256(path) for path in own.values()} | {None}, "and nobody else has one"
    silent = [name for name, path in own.items() if sha256(path) not in judged]
    # One that has no verdict of its own file has a row, or a sentence on standard error, that says what to rename.
    said = graded.stderr + "".join(f"{row}\n" for row in graded.rows)
    told = len(re.findall(r"(?i)renam", said))
    assert told >= len(silent), (silent, graded.stderr)


def test_plain_names_are_shown_as_they_are(named: Named) -> None:
    graded, _, own, _ = named
    for name in PLAIN:
        path = graded.out / "students" / name / LESSON / "verdict.json"
        assert path.is_file(), name
        verdict = Verdict.read(path)
        assert (verdict.student, verdict.score) == (name, 20)
        assert verdict.submission_sha256 == sha256(own[name])
        assert [row["score"] for row in graded.rows if row["student"].lstrip("'") == name] == ["20"], name


def test_no_two_rows_look_alike(named: Named) -> None:
    graded, *_ = named
    names = [row["student"] for row in graded.rows]
    assert len(set(names)) == len(names)
    assert len({looks(name) for name in names}) == len(names), sorted(names)


def test_only_machines_folders_are_nobody(named: Named) -> None:
    graded, *_ = named
    assert not [verdict.student for verdict in graded.verdicts if verdict.student in NOBODY]
    assert not [row for row in graded.rows if row["student"] in NOBODY]


def test_no_name_reaches_a_terminal_a_page_or_a_spreadsheet_as_more_than_text(named: Named) -> None:
    graded, *_ = named
    controls = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]"
    shown = re.sub(r"\x1b\[[0-9;]*m", "", graded.stdout + graded.stderr)  # our own colours
    pages = [path for path in graded.out.rglob("*") if path.suffix in (".html", ".xml") and path.is_file()]
    for text in (shown, *(page.read_text(encoding="utf-8") for page in pages)):
        assert not re.search(controls, text), re.search(f".{{0,40}}{controls}.{{0,40}}", text)
        assert "<script>alert" not in text or text is shown
    for row in graded.rows:
        assert not re.match(r"[=+@\t\r-]", row["student"]), row
        assert not re.search(controls, row["student"].replace("\n", " ")), row


def test_it_is_resumed_without_judging_anybody_again(named: Named) -> None:
    graded, class_, *_ = named
    before = {path: path.read_bytes() for path in graded.out.rglob("verdict.json") if path.is_file()}
    again = grade(class_, graded.out)
    assert again.code == graded.code, again.stderr
    assert {path: path.read_bytes() for path in graded.out.rglob("verdict.json") if path.is_file()} == before


# --- folders that change while they are graded ----------------------------------------------------------------------


def slow() -> str:
    """It answers at last: meanwhile, the folders of those after it can be changed."""
    return files.answered(
        "if 'slow' not in globals():\n    import time\n    time.sleep(2.5)\n    globals()['slow'] = True"
    )


def when_the_first_is_judged(out: Path, change: Callable[[], None]) -> Callable[[], None]:
    def wait() -> None:
        end = time.monotonic() + 120
        while not any(out.rglob("verdict.json")) and time.monotonic() < end:
            time.sleep(0.02)
        change()

    return wait


def changing(home: Path, change: Callable[[Path], None]) -> tuple[Graded, dict[str, Path]]:
    """A class of a first one, a slow one, a good one, and Zoe, whose folder is changed while the slow one is judged."""
    class_, out = home / "class", home / "out"
    zero = files.emptied({"sigmoid": "return z"})
    texts = {"a-first": zero, "a-slow": slow(), "good": REFERENCE, "zoe": zero}
    own = {name: hand_in(class_, name, text) for name, text in texts.items()}
    graded = grade(class_, out, "--jobs", "1", meanwhile=when_the_first_is_judged(out, lambda: change(class_)))
    assert "Traceback" not in graded.stderr, graded.stderr
    assert [verdict.score for verdict in graded.of("good")] == [20]
    assert [verdict.score for verdict in graded.of("a-slow")] == [20]
    return graded, own


@pytest.fixture
def away(tmp_path: Path) -> Callable[[Path], Path]:
    """Moves what lies at a path out of the class, and returns the path."""

    def move(path: Path) -> Path:
        os.rename(path, tmp_path / f"moved-{path.name}")
        return path

    return move


Away = Callable[[Path], Path]


def test_a_folder_swapped_for_a_link_gives_nobody_anothers_points(tmp_path: Path, away: Away) -> None:
    graded, own = changing(tmp_path, lambda class_: away(class_ / "zoe").symlink_to("good"))
    (verdict,) = graded.of("zoe")
    assert verdict.score in (0, None)
    assert verdict.submission_sha256 != sha256(own["good"])


def test_a_lesson_swapped_for_a_link_gives_nobody_anothers_points(tmp_path: Path, away: Away) -> None:
    graded, own = changing(tmp_path, lambda class_: away(class_ / "zoe" / LESSON).symlink_to(f"../good/{LESSON}"))
    (verdict,) = graded.of("zoe")
    assert verdict.score in (0, None)
    assert verdict.submission_sha256 != sha256(own["good"])


def test_a_file_swapped_for_a_link_gives_nobody_anothers_points(tmp_path: Path, away: Away) -> None:
    solution = corpus.COURSE / "solutions" / LESSON / FILE
    graded, _ = changing(tmp_path, lambda class_: away(class_ / "zoe" / LESSON / FILE).symlink_to(solution))
    (verdict,) = graded.of("zoe")
    assert verdict.score in (0, None)
    assert verdict.submission_sha256 != sha256(solution)


def test_a_file_swapped_for_a_pipe_is_not_waited_for(tmp_path: Path, away: Away) -> None:
    graded, _ = changing(tmp_path, lambda class_: os.mkfifo(away(class_ / "zoe" / LESSON / FILE)))
    (verdict,) = graded.of("zoe")
    assert verdict.outcome in (SubmissionOutcome.REJECTED, SubmissionOutcome.FAILED, SubmissionOutcome.GRADER_ERROR)


def test_a_file_swapped_for_a_socket_is_not_opened(tmp_path: Path, away: Away) -> None:
    def swap(class_: Path) -> None:
        handle = os.open(away(class_ / "zoe" / LESSON / FILE).parent, os.O_PATH)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(f"/proc/self/fd/{handle}/{FILE}")
        os.close(handle)

    graded, _ = changing(tmp_path, swap)
    assert len(graded.of("zoe")) == 1


@pytest.mark.parametrize("gone", ["zoe", f"zoe/{LESSON}", f"zoe/{LESSON}/{FILE}"])
def test_what_has_gone_is_told_and_costs_nobody_a_verdict(tmp_path: Path, away: Away, gone: str) -> None:
    graded, _ = changing(tmp_path, lambda class_: (away(class_ / gone), None)[1])
    verdicts = graded.of("zoe")
    assert len(verdicts) == 1 or "zoe" in graded.stderr
    assert all(verdict.score in (0, None) for verdict in verdicts)


def test_a_file_that_grows_is_judged_as_it_was_or_refused(tmp_path: Path) -> None:
    def grow(class_: Path) -> None:
        with (class_ / "zoe" / LESSON / FILE).open("a") as stream:
            for _ in range(200):
                stream.write("# more\n" * 10_000)
                stream.flush()

    graded, _ = changing(tmp_path, grow)
    (verdict,) = graded.of("zoe")
    assert verdict.score == 0


# --- results that lie where students write --------------------------------------------------------------------------


@pytest.mark.parametrize("linked", [f"eve/{LESSON}", "eve", f"students/eve/{LESSON}", "students/eve", "students"])
def test_no_link_of_a_students_leads_the_results_elsewhere(tmp_path: Path, linked: str) -> None:
    """With --out set to the class folder, the results lie where students can have put links."""
    class_, elsewhere = tmp_path / "class", tmp_path / "elsewhere"
    hand_in(class_, "ada")
    elsewhere.mkdir()
    (elsewhere / FILE).write_text(REFERENCE, encoding="utf-8")
    (elsewhere / LESSON).mkdir()
    if not linked.startswith("eve"):
        hand_in(class_, "eve")
    (class_ / linked).parent.mkdir(parents=True, exist_ok=True)
    (class_ / linked).symlink_to(elsewhere)
    before = tree(elsewhere)
    graded = grade(class_, class_)
    assert tree(elsewhere) == before
    assert "Traceback" not in graded.stderr, graded.stderr


def test_results_handed_in_are_not_believed(tmp_path: Path) -> None:
    """Wherever a student puts a verdict with full marks, it is not theirs that counts."""
    class_, out = tmp_path / "class", tmp_path / "class"
    zero = files.emptied({"sigmoid": "return z"})
    hand_in(class_, "ada", zero)
    first = grade(class_, tmp_path / "out")
    (honest,) = first.of("ada")
    forged = honest.model_copy(update={"score": 20.0, "outcome": SubmissionOutcome.PASSED})
    for place in (class_ / "ada" / LESSON, class_ / "students" / "ada" / LESSON):
        place.mkdir(parents=True, exist_ok=True)
        forged.write(place / "verdict.json")
    graded = grade(class_, out)
    if graded.code and not (out / "grades.csv").exists():
        return  # refused: nothing of it is believed
    text = (out / "grades.csv").read_text(encoding="utf-8-sig")
    assert [row["score"] for row in csv.DictReader(io.StringIO(text)) if row["student"] == "ada"] == ["0"]
