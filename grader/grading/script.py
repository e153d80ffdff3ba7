"""A complete script, run inside the wall: nothing of it is judged, what it prints is shown as it comes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.checks import missing
from grader.checks.faults import explain, outcome_of, plain, words_of
from grader.course import datasets
from grader.course.exceptions import Raised, recognised
from grader.grading.neighbours import Carried, carry
from grader.grading.submission import Submission, read_submission
from grader.messages.sentences import is_known, known, say
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import DEFAULT, installed
from grader.sandbox.server_key import ServerKey
from grader.sandbox.warm import Handle
from grader.source import pasted
from grader.source.dialects import dialect_of
from grader.verdict import CurvePoint, Outcome, Text

_IMPORTED = re.compile(r"^[ \t]*+(?:import|from)[ \t]++(\w{1,100})\b", re.MULTILINE)
_IMAGES = re.compile(r"input_data|mnist|grader\.data|grader import data", re.IGNORECASE)


MOST_FIGURES = 20
_MOST_PIXELS = 5_000_000  # of one


@dataclass
class Ended:
    """How a run ended: `fault` says why it did not reach its end, `where` in which line; `figures` are what it drew,
    uint8 (height, width, 4); `said` is what its runtime says of it, such as what another version would do."""

    seconds: float = 0.0
    fault: Text | None = None
    where: Text | None = None
    figures: list[np.ndarray] = field(default_factory=list)
    said: dict[str, Text] = field(default_factory=dict)

    @property
    def notices(self) -> tuple[Text, ...]:
        return tuple(self.said.values())


@dataclass(frozen=True)
class Script:
    """A script, what goes along with it, and the runtime that it needs."""

    submission: Submission
    carried: Carried
    runtime: str
    takes_images: bool


def read_script(asked: tuple[Path, tuple[Path, ...]]) -> Script:
    """The script at a path, with the files of `--with`. Raises SubmissionError, GivenError; call it in a process that
    may be ended."""
    path, given = asked
    script = read_submission(path, judged=False)
    carried = carry(path, script.text, given)
    texts = [script.text, *carried.texts()]
    return Script(script, carried, runtime_for(texts), any(map(wants_images, texts)))


def wants_images(text: str) -> bool:
    """Whether a program of this text may read images."""
    return _IMAGES.search(text) is not None


def runtime_for(texts: Iterable[str]) -> str:
    """The runtime that a script needs, told from its text and those of the modules that go along."""
    texts = list(texts)
    if dialect := next(filter(None, map(dialect_of, texts)), None):
        return dialect
    imported = {match[1] for text in texts for match in _IMPORTED.finditer(text)}
    needed = (runtime.name for runtime in installed() if not imported.isdisjoint(runtime.script_imports))
    return next(needed, DEFAULT)


def run_script(
    script: Script,
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
    takes_images = script.takes_images and ServerKey.parse(handle.runtime).definition.reads_images
    images = pixels(datasets.load(dataset)) if takes_images else None
    ended = Ended()
    box = Box(handle, limits, lambda claim: _hear(claim, on_point, ended))
    box.on_output = on_output
    began = time.monotonic()
    fault: Fault | None = None
    files = script.carried.files
    name = next(name for name in ("script.py", "_script.py") if name not in files)
    try:
        box.start()
        text, kind = script.submission.text, script.submission.kind
        box.run(text, name, seed, images, script.submission.cells, kind == "ipynb", files)
    except Fault as raised:
        fault = raised
    finally:
        box.stop()
    ended.seconds = time.monotonic() - began
    if fault is not None:
        frames = fault.facts.get("frames") or []
        ended.where = script.submission.where(frames[-1][0]) if frames else None
        ended.fault = explain_run(fault, limits)
        if looks := None if _of_another_python(fault) else _looks_like(fault, text):
            ended.fault = say("{fault}. What this looks like: {what}", fault=ended.fault, what=looks)
    return ended


def _looks_like(fault: Fault, text: str) -> Text | None:
    """The mistake that an exception of this script looks like; None if nobody knows."""
    if fault.kind != "raised":
        return None
    frames = fault.facts.get("frames") or [(0, "")]
    line = dict(enumerate(text.split("\n"), 1)).get(frames[-1][0], "")
    message = plain(fault.facts.get("message", ""))
    found = recognised(Raised(fault.facts.get("type", ""), message, line, text, text))
    return found.text if found else None


def explain_run(fault: Fault, limits: Limits) -> Text:
    """Why a run did not reach its end, and what to do: where a limit was met, the option that moves it."""
    if told := _of_another_python(fault):
        return told
    if absent := missing.explain(fault, script=True):
        return absent
    if fault.kind == "timeout":
        return say("stopped after {seconds:g} seconds: give it more with --seconds", seconds=limits.call_seconds)
    if fault.kind == "output_limit":
        return say(
            "stopped when it had printed {kilobytes} KB: print less, or allow more with --output-kb",
            kilobytes=limits.output_kb,
        )
    if fault.facts.get("type") == "SystemExit":
        return say("the script ended itself with exit({status})", status=fault.facts.get("message", "")[:300])
    if outcome_of(fault) is Outcome.MEMORY:
        return say(
            "it asked for more than the {megabytes} MB of memory that it may have: look for an array that is far too "
            "large, or allow more with --memory-mb",
            megabytes=limits.memory_mb,
        )
    if fault.facts.get("type") == "NotImplementedError":  # no stub's
        return say("your code raised {exception}", exception=words_of(fault))
    return explain(fault)


def pixels(dataset: datasets.Dataset) -> dict[str, Any]:
    """The images as uint8, a quarter of the bytes, the labels, and what the script is told of them."""
    count = len(dataset.train_images) + len(dataset.test_images)
    if dataset.name == "mnist":
        note = say("input_data: these are {count} images of MNIST, from MNIST_DATA_DIR", count=count)
    else:
        note = say(
            "input_data: MNIST is not at hand, so these are {count} small digits at 28x28; set MNIST_DATA_DIR for the "
            "real ones",
            count=count,
        )
    images = {
        f"{part}_images": np.rint(getattr(dataset, f"{part}_images") * 255).astype(np.uint8)
        for part in ("train", "test")
    }
    labels = {"train_labels": dataset.train_labels, "test_labels": dataset.test_labels}
    return images | labels | {"name": dataset.name, "note": " / ".join(note.by_language.values())}


def _hear(claim: dict[str, Any], on_point: Callable[[CurvePoint], None], ended: Ended) -> None:
    """A `report(...)` of the script, a figure, or a sentence of its runtime's, as far as it has the right types."""
    step, accuracy, pixels, notice = (claim.get(key) for key in ("step", "accuracy", "figure", "notice"))
    if type(step) is int and abs(step) < 2**53 and type(accuracy) is float and 0 <= accuracy <= 1:
        on_point(CurvePoint(step=step, accuracy=accuracy))
    if type(pixels) is np.ndarray and pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 4:
        if len(ended.figures) < MOST_FIGURES and 0 < pixels.shape[0] * pixels.shape[1] <= _MOST_PIXELS:
            ended.figures.append(pixels)
    if type(notice) is str and notice not in ended.said and is_known(notice):  # the script shares a process with it
        ended.said[notice] = known(notice)


_NAME = re.compile(r"(?:name|attribute|module named) '(\w{1,40}+)'")


def _of_another_python(fault: Fault) -> Text | None:
    """What to write instead of Python 2, or of a character that came from a web page."""
    kind, message = fault.facts.get("type"), fault.facts.get("message", "")
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        return pasted.why_no_python(message)
    if kind in ("NameError", "AttributeError", "ModuleNotFoundError") and (found := _NAME.search(message)):
        return pasted.renamed(found[1])
    return None
