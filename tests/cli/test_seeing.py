"""`grader see`, as people meet it; what is drawn is in tests/grading/test_seeing.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.cli.common import FAILED, OK, USAGE
from tests import toy

SEE = "import matplotlib.pyplot as plt\nimport toy\nprint('drawing')\nplt.plot(toy.double([1.0]))\nplt.show()\n"


def test_a_picture_is_written(grader: Any, home: Path) -> None:
    (home / "exercises" / toy.LESSON_ID / "see.py").write_text(SEE, encoding="utf-8")
    file = home / "toy.py"
    file.write_text(toy.answer(), encoding="utf-8")
    ran = grader("see", file, "--lang", "en", "--out", home / "pictures")
    assert ran.code == OK and ran.out == "drawing\n", ran
    assert (home / "pictures" / f"see-{toy.LESSON_ID}.png").read_bytes().startswith(b"\x89PNG")


def test_what_stands_in_the_way_is_a_sentence(grader: Any, home: Path) -> None:
    file = home / "toy.py"
    file.write_text(toy.STUB, encoding="utf-8")
    ran = grader("see", file, "--lang", "en")
    assert ran.code == FAILED and "no picture" in ran.err
    assert grader("see", home / "none.py").code == USAGE
