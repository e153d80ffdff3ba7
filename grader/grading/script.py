"""A complete script, run inside the wall: nothing of it is judged, what it prints is shown as it comes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.checks.faults import explain
from grader.course import datasets
from grader.grading.submission import Submission, read_submission
from grader.messages.sentences import say
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import DEFAULT, installed
from grader.sandbox.server_key import ServerKey
from grader.sandbox.warm import Handle
from grader.source.dialects import dialect_of
from grader.verdict import CurvePoint, Text

_IMPORTED = re.compile(r"^[ \t]*+(?:import|from)[ \t]++(\w{1,100})\b", re.MULTILINE)
_IMAGES = re.compile(r"input_data|mnist", re.IGNORECASE)


@dataclass(frozen=True)
class Ended:
    """How a run ended: `fault` says why it did not reach its end, `where` in which line."""

    seconds: float
    fault: Text | None = None
    where: Text | None = None


def read_script(path: Path) -> tuple[Submission, str]:
    """A script and the runtime that it needs. Raises SubmissionError; call it in a process that may be ended."""
    script = read_submission(path)
    return script, runtime_for(script)


def runtime_for(script: Submission) -> str:
    """The runtime that a script needs, told from its text."""
    if dialect := dialect_of(script.text):
        return dialect
    imported = {match[1] for match in _IMPORTED.finditer(script.text)}
    needed = (runtime.name for runtime in installed() if not imported.isdisjoint(runtime.script_imports))
    return next(needed, DEFAULT)


def run_script(
    script: Submission,
    handle: Handle,
    limits: Limits,
    *,
    seed: int = 0,
    dataset: str | None = None,
    on_output: Callable[[bytes], None] = lambda chunk: None,
    on_point: Callable[[CurvePoint], None] = lambda point: None,
) -> Ended:
    """Run `script` in a fresh process of `handle`'s server. Raises SandboxError, and DataError if it reads images.

    `dataset` is what `input_data.read_data_sets` gives it; None: MNIST if it is at hand, else the built-in digits.
    """
    takes_images = ServerKey.parse(handle.runtime).definition.reads_images
    images = pixels(datasets.load(dataset)) if takes_images and _IMAGES.search(script.text) else None
    box = Box(handle, limits, lambda claim: _report(claim, on_point))
    box.on_output = on_output
    began = time.monotonic()
    fault: Fault | None = None
    try:
        box.start()
        box.run(script.text, "script.py", seed, images)
    except Fault as raised:
        fault = raised
    finally:
        box.stop()
    seconds = time.monotonic() - began
    if fault is None:
        return Ended(seconds)
    frames = fault.facts.get("frames") or []
    where = script.where(frames[-1][0]) if frames else None
    return Ended(seconds, explain(fault), where)


def pixels(dataset: datasets.Dataset) -> dict[str, Any]:
    """The images as uint8, a quarter of the bytes, the labels, and what the script is told of images not MNIST's."""
    note = say(
        "input_data: MNIST is not at hand, so these are {count} small digits at 28x28; set MNIST_DATA_DIR for the real "
        "ones",
        count=len(dataset.train_images) + len(dataset.test_images),
    )
    images = {
        f"{part}_images": np.rint(getattr(dataset, f"{part}_images") * 255).astype(np.uint8)
        for part in ("train", "test")
    }
    labels = {"train_labels": dataset.train_labels, "test_labels": dataset.test_labels}
    return images | labels | {"name": dataset.name, "note": " / ".join(note.by_language.values())}


def _report(claim: dict[str, Any], on_point: Callable[[CurvePoint], None]) -> None:
    """A `report(...)` of the script, as far as it has the right types."""
    step, accuracy = claim.get("step"), claim.get("accuracy")
    if type(step) is int and abs(step) < 2**53 and type(accuracy) is float and 0 <= accuracy <= 1:
        on_point(CurvePoint(step=step, accuracy=accuracy))
