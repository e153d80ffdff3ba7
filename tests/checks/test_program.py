"""Which regions of a program a check needs."""

from __future__ import annotations

from grader.checks.program import Part, Program


def test_a_constant_that_a_probe_names_needs_no_region() -> None:
    parts = (Part("train", ("    return predict()",)), Part("predict", ("    return BATCH",)))
    program = Program(parts, functions={"train": ("train",), "predict": ("predict",)})
    assert program.needed(["train"]) == ["train", "predict"]
    assert program.needed(["BATCH", "predict"]) == ["predict"]
