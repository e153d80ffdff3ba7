"""What is not in the sandbox is named, with what to do instead, in both languages."""

from __future__ import annotations

import re
import time

import pytest

from grader.checks import faults, missing
from grader.sandbox.claims import Fault

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fault(kind: str, message: str) -> Fault:
    return Fault("raised", type=kind, message=message)


def absent(name: str) -> Fault:
    return fault("ModuleNotFoundError", f"No module named '{name}'")


@pytest.mark.parametrize(
    ("name", "graded", "script"),
    [
        ("cv2", "no module cv2 here: use matplotlib.image, PIL", "no module cv2 here: use matplotlib.image, PIL"),
        ("torch.nn", "use Keras, TensorFlow or NumPy", "use Keras, TensorFlow or NumPy"),
        ("sklearn.cross_validation", "use sklearn.model_selection", "use sklearn.model_selection"),
        ("cPickle", "use pickle", "use pickle"),
        ("google.colab", "take the lines with google.colab out", "lay the files beside the script"),
        ("reader_of_hers", "only this file is graded", "Lay reader_of_hers.py beside the script"),
        ("pkg.reader", "only this file is graded", "Lay pkg.py beside the script"),
        ("pandas", "tell whoever installed it", "tell whoever installed it"),
        ("msilib", "no module msilib", "no module msilib"),
    ],
)
def test_a_module(name: str, graded: str, script: str) -> None:
    for text, said in (
        (faults.explain(absent(name)), graded),
        (missing.explain(absent(name), script=True), script),
    ):
        assert text is not None and said in text.en and CHINESE.search(text.zh) and name in text.zh


@pytest.mark.parametrize(
    ("found", "graded", "script"),
    [
        (fault("FileNotFoundError", "[Errno 2] No such file or directory: 'a b.txt'"),
         "no file a b.txt here: only this file is graded", "give any other with --with FILE"),
        (fault("FileNotFoundError", "[Errno 2] No such file or directory: '/content/x'"), "use a relative path",
         "cannot use /content/x"),
        (fault("FileNotFoundError", "[Errno 2] No such file or directory: 'D:/x.csv'"), "use a relative path",
         "cannot use D:/x.csv"),
        (fault("PermissionError", "[Errno 13] Permission denied: '/content/x'"), "use a relative path",
         "cannot use /content/x"),
        (fault("OSError", "[Errno 30] Read-only file system: '/usr/x'"), "use a relative path", "cannot use /usr/x"),
        (fault("OSError", "[Errno 28] No space left on device"), "wrote more files", "--disk-mb"),
        (fault("OSError", "[Errno 27] File too large: 'x'"), "wrote more files", "--disk-mb"),
    ],
)  # fmt: skip
def test_a_file(found: Fault, graded: str, script: str) -> None:
    for text, said in ((faults.explain(found), graded), (missing.explain(found, script=True), script)):
        assert text is not None and said in text.en and CHINESE.search(text.zh)


@pytest.mark.parametrize(
    "other",
    [Fault("timeout", seconds=1), fault("ValueError", "No module named 'x'"), fault("ImportError", "cannot import"),
     fault("FileNotFoundError", "gone"), fault("OSError", "[Errno 5] Input/output error"), Fault("raised")],
)  # fmt: skip
def test_another_fault_is_none_of_it(other: Fault) -> None:
    assert missing.explain(other) is None and missing.explain(other, script=True) is None


def test_of_a_hidden_check_no_name_is_said() -> None:
    for found in (absent("x_0_61803"), fault("FileNotFoundError", "[Errno 2] No such file or directory: '0.61803'")):
        text = faults.explain(found, hidden=True)
        assert "61803" not in text.en + text.zh


def test_a_students_own_words_are_data_and_cost_no_time() -> None:
    began = time.process_time()
    for name in ("{name}", "x" * 4_000, "a." * 2_000, "' -> '" * 600, "Err: " * 800):
        for message in (f"No module named '{name}'", f"[Errno 2] No such file or directory: '{name}'"):
            for kind in ("ModuleNotFoundError", "FileNotFoundError"):
                text = faults.explain(fault(kind, message))
                assert text.en and text.zh
    assert time.process_time() - began < 2
