"""`report` prints one line per call and says so when a value is no number."""

from __future__ import annotations

import numpy as np
import pytest

from grader import report


def test_one_line_per_call(capsys: pytest.CaptureFixture[str]) -> None:
    report(step=200, loss=np.float32(0.28714), accuracy=np.array(0.9211))
    report(step=np.int64(201), loss=float("nan"))
    report(step=202)
    assert capsys.readouterr().out == "step 200  loss 0.2871  accuracy 92.1%\nstep 201  loss nan\nstep 202\n"


def test_a_value_that_is_no_number() -> None:
    with pytest.raises(TypeError):
        report(step=1, loss=np.zeros(3))
