"""What a check remarks belongs to the check that is running, and to no other."""

from __future__ import annotations

import pytest

from grader.checks import carried, measure, note
from grader.checks.remarks import collected


def test_the_first_note_and_the_last_value_of_each_quantity_count() -> None:
    with collected() as remarks:
        note(en="first", zh="第一句")
        carried("sigmoid")
        for value in (1.0, 2.0, float("nan"), float("inf")):
            measure("quality", value)
        measure("speed", 3)
    assert remarks.note is not None and (remarks.note.en, remarks.note.zh) == ("first", "第一句")
    assert remarks.measures == {"quality": 2.0, "speed": 3.0}


def test_functions_that_were_carried_are_named_in_both_languages() -> None:
    with collected() as remarks:
        carried("forget_gate", "sigmoid")
    assert remarks.note is not None
    assert "your own forget_gate and sigmoid:" in remarks.note.en
    assert remarks.note.zh.startswith("按你自己写的 forget_gate、sigmoid 来算")


def test_what_one_check_remarks_is_not_the_next_ones() -> None:
    with collected():
        measure("quality", 1.0)
    with collected() as second:
        pass
    assert (second.note, second.measures) == (None, {})


def test_outside_a_check_there_is_nobody_to_remark_to() -> None:
    with pytest.raises(RuntimeError, match="for a check"):
        measure("quality", 1.0)
    with pytest.raises(RuntimeError, match="for a check"):
        note(en="a", zh="一")
