"""A class as it really comes: seventy folders and files, each wrong in its own way. Nobody is lost, every notice is
true.

`WHO` says for each what they handed in and what must be said of it; `SLIPS`, for those whose file is the right one. The
class is graded once, by the command itself.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.verdict import Verdict
from tests.attacks import corpus, files
from tests.messy_answers import SLIPS

LESSON, BOOK = "02-gate-math", "gate_math.ipynb"
HOME = f"{LESSON}/{BOOK}"


def book(program: str) -> bytes:
    return files.notebook([files.code_cell(cell) for cell in files.cells_of(program)]).encode()


RIGHT = book(files.reference())
STUB = book((corpus.COURSE / "exercises" / LESSON / "gate_math.py").read_text(encoding="utf-8"))
WRONG = book(files.reference().replace("np.tanh", "np.sin"))
PYTHON = files.reference().encode()


def packed(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def from_windows(name: str, data: bytes) -> bytes:
    """A zip as Chinese Windows writes it: the name in GBK, and no word about that."""
    raw = name.encode("gbk")
    return packed(("x" * len(raw), data)).replace(b"x" * len(raw), raw)


@dataclass(frozen=True)
class Is:
    """What becomes of somebody: the row's name, outcome and score, and what stands in a notice or the reason."""

    row: str
    outcome: str = "passed"
    score: float | None = 20.0
    says: tuple[str, ...] = ()
    sagt: tuple[str, ...] = ()  # and in Chinese
    silent: bool = False  # there is nothing to say


def taken(name: str, *more: str, row: str = "") -> Is:
    return Is(row, says=(name, *more), sagt=(name, *more))


def unclear(*says: str, row: str = "", sagt: tuple[str, ...] = ()) -> Is:
    return Is(row, "not_understood", None, says, sagt or says)


def rejected(*says: str) -> Is:
    return Is("", "rejected", 0.0, says, ("请",))


# What lies in the class folder -> what is in it, and what becomes of it. A row is called like its folder or as it says.
WHO: dict[str, tuple[dict[str, bytes] | bytes, Is]] = {
    "plain": ({HOME: RIGHT}, Is("", silent=True)),
    "module": ({f"{LESSON}/gate_math.py": PYTHON}, Is("", silent=True)),
    "with_data": ({HOME: RIGHT, f"{LESSON}/data.csv": b"1", f"{LESSON}/helper.py": b"x = 1\n"}, Is("", silent=True)),
    "tools": ({HOME: RIGHT, f"{LESSON}/.ipynb_checkpoints/{BOOK}": STUB, "__MACOSX/x": b""}, Is("", silent=True)),
    "upper": ({f"{LESSON}/gate_math.IPYNB": RIGHT}, taken("gate_math.IPYNB", BOOK)),
    "json": ({f"{HOME}.json": RIGHT}, taken(f"{BOOK}.json")),
    "txt": ({f"{HOME}.txt": RIGHT}, taken(f"{BOOK}.txt")),
    "browser": ({f"{LESSON}/gate_math (1).ipynb": RIGHT}, taken("gate_math (1).ipynb")),
    "副本": ({f"{LESSON}/gate_math - 副本.ipynb": RIGHT}, taken("gate_math - 副本.ipynb")),
    "copy_of": ({f"{LESSON}/Copy of gate_math.ipynb": RIGHT}, taken("Copy of gate_math.ipynb")),
    "copy_and_stub": (
        {HOME: STUB, f"{LESSON}/gate_math-Copy1.ipynb": RIGHT},
        Is("", says=("gate_math-Copy1.ipynb was graded", f"{BOOK} (without an answer)"), sagt=(f"{BOOK}（没有作答）",)),
    ),
    "own_name_and_copy": (
        {HOME: RIGHT, f"{LESSON}/gate_math-Copy1.ipynb": WRONG},
        Is("", says=("gate_math-Copy1.ipynb (with another answer)",), sagt=("gate_math-Copy1.ipynb（答案不同）",)),
    ),
    "two_other_names": (
        {f"{LESSON}/hw2.ipynb": STUB, f"{LESSON}/hw2 (1).ipynb": RIGHT}, taken("hw2 (1).ipynb", "hw2.ipynb"),
    ),
    "two_answers": ({f"{LESSON}/a.ipynb": RIGHT, f"{LESSON}/b.ipynb": WRONG}, unclear("a.ipynb", "b.ipynb", BOOK)),
    "two_times": (
        {f"{LESSON}/{BOOK}": WRONG, f"{LESSON}/timestamp.txt": b"2026-01-02 10:00:00.000001 UTC",
         f"lesson2/{BOOK}": RIGHT, "lesson2/timestamp.txt": b"2026-01-02 10:00:01.000001 UTC"},
        taken(f"lesson2/{BOOK}"),
    ),
    "broken_and_copy": (
        {HOME: b'{"cells": [', f"{LESSON}/gate_math 2.ipynb": RIGHT},
        Is("", says=(f"{BOOK} (cannot be read)",), sagt=(f"{BOOK}（无法读取）",)),
    ),
    "zip": ({f"{LESSON}/work.zip": packed((BOOK, RIGHT), ("__MACOSX/._x", b""))}, taken("work.zip", BOOK)),
    "zip_in_gbk": ({f"{LESSON}/作业.zip": from_windows("第二关/门.ipynb", RIGHT)}, taken("门.ipynb", "作业.zip")),
    "zip_of_another": ({f"{LESSON}/w.zip": packed((f"plain/{HOME}", WRONG), (f"zip/{HOME}", STUB))},
                       Is("", "failed", None)),
    "zip_that_lies": ({f"{LESSON}/w.zip": packed(("../plain/x.py", PYTHON))}, rejected("outside of it", "w.zip")),
    "spelt": ({f"02_gate_math/{BOOK}": RIGHT}, taken(f"02_gate_math/{BOOK}")),
    "lesson2": ({f"lesson2/{BOOK}": RIGHT}, taken(f"lesson2/{BOOK}")),
    "titled": ({f"Gate Math/{BOOK}": RIGHT}, taken(f"Gate Math/{BOOK}")),
    "第二关的人": ({f"第2关/{BOOK}": RIGHT}, taken(f"第2关/{BOOK}")),
    "nested": ({f"my homework/final/{HOME}": RIGHT}, taken(f"my homework/final/{HOME}")),
    "deeper": ({f"{LESSON}/week 3/{BOOK}": RIGHT}, taken(f"week 3/{BOOK}")),
    "flat": ({BOOK: RIGHT}, taken(BOOK)),
    "flat_zip": ({"all.zip": packed((f"x/{BOOK}", RIGHT))}, taken("all.zip", BOOK)),
    "word": ({f"{LESSON}/gate_math.docx": b"PK"}, rejected("gate_math.docx")),
    "only_pdf": ({"report.pdf": b"%PDF"}, unclear("report.pdf")),
    "empty_file": ({HOME: b""}, rejected("notebook")),
    "login_page": ({HOME: b"<!DOCTYPE html><html>Log in"}, rejected("notebook")),
    "untouched": ({HOME: STUB}, Is("", "unattempted", 0.0)),
    "no_file": ({f"{LESSON}/": b""}, rejected(BOOK)),
    "empty": ({}, Is("", "not_handed_in", None)),
    "other_lesson": ({"03-lstm-cell/lstm_cell.ipynb": RIGHT}, Is("", "not_handed_in", None)),
    "Ada L_12_assignsubmission_file_": ({BOOK: RIGHT}, Is("2023001", silent=True)),
    "Bob_13_assignsubmission_file_gate_math.ipynb": (RIGHT, Is("Bob_13", silent=True)),
    "cleoc_14_99_gate_math-1.ipynb": (RIGHT, taken("gate_math-1.ipynb", row="2023002")),
    "dand_LATE_15_98_gate_math.ipynb": (RIGHT, Is("dand_15", silent=True)),
    "eve_16_97_plain_11_12_gate_math.ipynb": (RIGHT, Is("eve_16_97_plain_11_12_gate_math.ipynb")),
    "2023003-李雷": ({HOME: RIGHT}, Is("2023003", silent=True)),
    "stray.ipynb": (RIGHT, unclear("stray.ipynb")),
    "=1+1|x": ({HOME: RIGHT}, Is("", silent=True)),
    "::error::": ({f"{LESSON}/<b>'=1.ipynb": RIGHT}, taken("<b>'=1.ipynb")),
}  # fmt: skip
WHO |= {name: ({f"{LESSON}/{slip.file}": slip.data}, Is("", slip.outcome, slip.score)) for name, slip in SLIPS.items()}
ROSTER = """学号,姓名,组,平台编号
2023001,Ada L,一组,12
2023002,Cleo C,,14
2023003,李雷,二组,
2023004,韩梅梅,二组,
2023005,Lucy,,
"""
OF_ROSTER = {"2023004": "passed", "2023005": "not_handed_in"}


@dataclass
class Graded:
    code: int
    out: Path
    said: str

    def verdict(self, row: str) -> Verdict:
        return Verdict.read(self.out / "students" / row / LESSON / "verdict.json")

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        text = (self.out / "grades.csv").read_text(encoding="utf-8-sig")
        return {row["student"].removeprefix("'"): row for row in csv.DictReader(io.StringIO(text))}


def lay_out(class_: Path) -> None:
    for name, (content, _) in WHO.items():
        home = class_ / name
        if isinstance(content, bytes):
            home.write_bytes(content)
            continue
        home.mkdir(parents=True, exist_ok=True)
        for path, data in content.items():
            place = home / path
            (place if path.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
            if not path.endswith("/"):
                place.write_bytes(data)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    home = tmp_path_factory.mktemp("messy")
    (home / "class").mkdir()
    lay_out(home / "class")
    (home / "roster.csv").write_bytes(ROSTER.encode("gbk"))
    ran = subprocess.run(
        [sys.executable, "-m", "grader", "grade", home / "class", "--out", home / "out", "--lesson", LESSON, "--lang",
         "zh", "--roster", home / "roster.csv", "--report", "json", "--report", "canvas", "--report", "moodle",
         "--report", "gitlab"],
        cwd=corpus.COURSE, capture_output=True, text=True, env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return Graded(ran.returncode, home / "out", ran.stdout + ran.stderr)


def rows() -> dict[str, Is]:
    return {one.row or name: one for name, (_, one) in WHO.items()}


def test_it_is_a_class_of_more_than_forty() -> None:
    assert len(rows()) == len(WHO) >= 40 + len(SLIPS)


def test_nobody_is_lost(graded: Graded) -> None:
    """In the CSV, JSON, JUnit, the platforms' files, the page and the exit code."""
    everybody = {*rows(), *OF_ROSTER}
    assert set(graded.rows) == everybody
    told = json.loads((graded.out / "submissions.json").read_text(encoding="utf-8"))["submissions"]
    assert {one["student"] for one in told} == everybody
    suites = ElementTree.parse(graded.out / "junit.xml").getroot().findall("testsuite")
    assert {suite.get("name") for suite in suites} == {f"{row}/{LESSON}" for row in everybody}
    for name, column in (("canvas.csv", "SIS Login ID"), ("moodle.csv", "ID number")):
        lines = csv.DictReader(io.StringIO((graded.out / name).read_text(encoding="utf-8")))
        assert {row[column].removeprefix("'") for row in lines if row[column]} == everybody
    assert graded.code == 1, "somebody must look at three of them"


@pytest.mark.parametrize("row", [*rows()])
def test_each_is_graded_as_meant(graded: Graded, row: str) -> None:
    is_ = rows()[row]
    shown = graded.rows[row]
    assert shown["outcome"] == is_.outcome, shown
    if is_.outcome == "not_handed_in":
        assert shown["score"] == "" and not (graded.out / "students" / row).exists()
        return
    verdict = graded.verdict(row)
    if row != "zip_of_another":
        assert verdict.score == is_.score and shown["score"] == ("" if is_.score is None else f"{is_.score:g}")
    texts = [notice.text for notice in verdict.notices] + ([verdict.reason] if verdict.reason else [])
    if is_.silent:
        assert not texts, texts
    for lang, words in (("en", is_.says), ("zh", is_.sagt)):
        said = "\n".join(text.get(lang) for text in texts)
        assert all(word in said for word in words), (lang, words, said)


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_told(graded: Graded, name: str) -> None:
    """There is no notice but those expected, in this order; a check that is lost says why, in both languages."""
    slip, verdict = SLIPS[name], graded.verdict(name)
    for lang, at in (("en", 0), ("zh", 1)):
        told = [notice.text.get(lang) for notice in verdict.notices]
        assert len(told) == len(slip.notices), told
        assert all(text.startswith(begin[at]) for text, begin in zip(told, slip.notices, strict=True)), told
        lost = [check.message.get(lang) for check in verdict.checks if check.points < check.max_points]
        assert len(lost) == 20 - slip.score
        assert not lost if slip.message is None else lost[0].startswith(slip.message[at]), lost


def test_the_roster_is_whole(graded: Graded) -> None:
    for row, outcome in OF_ROSTER.items():
        assert graded.rows[row]["outcome"] == outcome
    shared = graded.verdict("2023004")
    assert "二组" in shared.notices[-1].text.zh and "2023003" in shared.notices[-1].text.en
    assert (shared.score, shared.submission_sha256) == (20, graded.verdict("2023003").submission_sha256)
    assert graded.rows["2023001"]["name"] == "Ada L" and graded.rows["2023004"]["group"] == "二组"
    assert graded.rows["2023005"]["score"] == "" and "没有这个人" in graded.said, "others are graded, and told"


def test_a_blank_is_never_a_zero(graded: Graded) -> None:
    for row, is_ in rows().items():
        if is_.outcome in ("not_understood", "not_handed_in"):
            assert graded.rows[row]["score"] == ""


def test_check_says_what_grade_says(graded: Graded, tmp_path: Path) -> None:
    """On the public checks: the file that is read, its notices and whether it can be."""
    from grader.course.lesson import load_lesson
    from grader.grading.choosing import choose
    from grader.grading.handin import read
    from grader.grading.one import job_of
    from grader.source.errors import SubmissionError

    lay_out(tmp_path)
    lesson = load_lesson(corpus.COURSE, LESSON)
    for name, (content, is_) in WHO.items():
        if isinstance(content, bytes) or is_.row or is_.outcome == "not_handed_in":
            continue
        verdict = graded.verdict(name)
        try:
            chosen = choose(read(job_of(corpus.COURSE, tmp_path / name, LESSON)), lesson)
        except SubmissionError as error:
            assert error.text == verdict.reason, name
        else:
            assert chosen.name == verdict.file, name
            assert [text for text in chosen.notices] == [notice.text for notice in verdict.notices][
                : len(chosen.notices)
            ]


def test_no_name_is_more_than_text(graded: Graded) -> None:
    """In a spreadsheet, on a page, in a workflow's log."""
    for line in (graded.out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()[1:]:
        assert not line.startswith(("=", '"='))
    for page in (graded.out / "report.html", graded.out / "students" / "::error::" / LESSON / "feedback.html"):
        assert "<b>'=1" not in page.read_text(encoding="utf-8")
    assert not [line for line in graded.said.splitlines() if line.startswith("::")]
