"""Names that learning platforms give, and what students write into them."""

from __future__ import annotations

import pytest

from grader.grading.lms import Delivery, delivery


@pytest.mark.parametrize(
    ("name", "is_folder", "who", "number", "file"),
    [
        ("Ada Lovelace_1234567_assignsubmission_file_", True, "Ada Lovelace", "1234567", None),
        ("Ada Lovelace_1234567_assignsubmission_file", True, "Ada Lovelace", "1234567", None),
        ("李雷_12_assignsubmission_onlinetext_", True, "李雷", "12", None),
        ("李雷_12_assignsubmission_file_gate_math.ipynb", False, "李雷", "12", "gate_math.ipynb"),
        ("lovelaceada_123_456_gate_math.ipynb", False, "lovelaceada", "123", "gate_math.ipynb"),
        ("lovelaceada_LATE_123_456_gate_math-1.ipynb", False, "lovelaceada", "123", "gate_math-1.ipynb"),
        ("anon_aB3dE_456_gate_math.ipynb", False, "anon", "aB3dE", "gate_math.ipynb"),
        ("LATE_anon_aB3dE_456_gate_math.ipynb", False, "anon", "aB3dE", "gate_math.ipynb"),
        ("lovelaceada_123_text.html", False, "lovelaceada", "123", "text.html"),
    ],
)  # fmt: skip
def test_what_a_platform_says(name: str, is_folder: bool, who: str, number: str, file: str | None) -> None:
    found = delivery(name, is_folder=is_folder)
    assert found == Delivery(name, who, number, file) and found.key == f"{who}_{number}"


@pytest.mark.parametrize(
    ("name", "is_folder"),
    [("gate_math.ipynb", False), ("ada", True), ("2023_ada", True), ("ada_12_34_x", True), ("_1_2_x.ipynb", False),
     ("x_y_12_assignsubmission_file_", True), ("hw_2.ipynb", False)],
)  # fmt: skip
def test_other_names_are_no_platforms(name: str, is_folder: bool) -> None:
    assert delivery(name, is_folder=is_folder) is None


@pytest.mark.parametrize(
    "name",
    ["eve_123_456_bob_999_888_gate_math.ipynb", "bob_1_123_456_gate_math.ipynb", "eve_12_34_56_78_x.ipynb"],
)
def test_who_writes_numbers_into_a_name_is_nobody_else(name: str) -> None:
    """A file called like another's, or a name that ends like a number: it stays a row of its own."""
    found = delivery(name, is_folder=False)
    assert found is not None and found.others and found.key == name


def test_a_moodle_name_is_read_from_the_left() -> None:
    """Moodle leaves no underscore in a name, so that what a student calls the file cannot come before the number."""
    found = delivery("eve_7_assignsubmission_file_bob_8_assignsubmission_file_x.ipynb", is_folder=False)
    assert found is not None and (found.who, found.number) == ("eve", "7")
