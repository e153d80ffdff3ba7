"""Fuzzing, with a time box, of whatever reads bytes that a student chose: for crashes and for time.

    make fuzz SECONDS=60                                # every reader, one after the other
    python benchmarks/fuzz.py wire --seconds 600
    python benchmarks/fuzz.py wire --repeat FILE        # an input that was found

Each reader may answer or raise its own error, and nothing else: any other exception is a finding, and so is an input
that takes more CPU time than its size allows (`benchmarks/growth.py`). Half of the time goes to long texts made to be
slow (`benchmarks/texts.py`), half to coverage-guided fuzzing, which needs atheris (extra `dev`; Linux on x86-64).
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.growth import SIZES, Reader, bound, cost, keep, measured
from benchmarks.texts import texts

SEEDS: dict[str, list[bytes]] = {
    "wire": [
        b"\x81\xa2ok\x01",
        b"\x93\x01\x02\x03",
        b"\xc7\x08\x01\x00\x00\x00\x04\x92\xa2<f\x90",
        b"\xc7\x03\x02\x92\x01\x02",
    ],
    "replies": [
        b"\x82\xa2ok\x01\xa7printed\x90",
        b"\x82\xa2ok\x01\xa7printed\x91\xc4\x02\x91\x01",
        b"\x82\xa5error\x84\xa4kind\xa6raised\xa4type\xaaValueError\xa7message\xa1m\xa6frames\x91\x92\x03\xa1f\xa7printed\x90",
        b"\x81\xa8progress\x83\xa4step\x01\xa4loss\xcb?\xf0\0\0\0\0\0\0\xa8accuracy\xc0",
    ],
    "notebooks": [
        b'{"cells": [{"cell_type": "code", "source": ["x = 1\\n"]}], "nbformat": 4, "metadata": {}}',
        b"# ********** Begin ********** #\nx = 1\n# ********** End ********** #\n",
    ],
    "markers": [
        b"def f():\n    # ********** Begin f ********** #\n    return 1\n    # ********** End f ********** #\n",
        b"# *** Begin *** #\n# *** End *** #\n",
    ],
    "verdicts": [b'{"schema_version": 1, "lesson": "a", "outcome": "passed", "score": 1, "checks": []}'],
}
INSTRUMENTED = 4  # times the CPU time of a reader whose every line atheris counts
SEEDS["files"] = [*SEEDS["markers"], b"import tensorflow as tf\nsess = tf.Session()\n", b"from keras import layers\n"]
SEEDS["cells"] = [b"%time x = 1\ny = \\'\\'\\'\n% b'\n", b"!ls\n", b"if x:\n  %time y\n"]
SEEDS["cells"] += [b"!ls \\\n x\n", b"if x:\n  %timeit -n 1 y\n", b"a, b = !ls\nx?\n", b"%%time\n%%capture x\ny\n"]
SEEDS["cells"] += [b"get_ipython().run_cell_magic('time', '', 'x\\ny')\n", b">>> x\n", b"%%bash\n"]
SEEDS["files"] += [b"# In[1]:\nget_ipython().system('x')\n# %%\n%%time\nx\n", b"pip install x\n"]
SEEDS["output"] = ["step 1, training accuracy 97.6%\n第 3 轮 测试准确率：0.98\n".encode(), b"accuracy on 9 images: 1"]
SEEDS["prints"] = [b"tf.Tensor([0.1 ... 1e-3], shape=(2,), dtype=float32)\n", b"h=-.5 \x1b[1;31m"]
SEEDS["objects"] = [bytes(64) + bytes(range(64))]
SEEDS["faults"] = [b"def f(x):\n  raise ValueError('\x1b[1mno')\nclass A: pass\n"]
STUB = "def f():\n    # ********** Begin f ********** #\n    pass\n    # ********** End f ********** #\n"


def wire_reader() -> Reader:
    from grader.sandbox import wire

    def one(data: bytes) -> None:
        try:
            value = wire.Decoder().decode(data)
            # What was understood must survive the way back, unless it is nested too deeply to send.
            wire.Decoder().decode(wire.Encoder(lambda _: 0).encode(value))
        except wire.WireError:
            pass

    return one


def reply_reader() -> Reader:
    """A frame as the answer to a call: what becomes of it up to the words of a check."""
    from grader.checks.expect import describe
    from grader.checks.faults import explain, outcome_of
    from grader.checks.program import Program
    from grader.checks.student import Session
    from grader.sandbox import wire
    from grader.sandbox.box import Box
    from grader.sandbox.claims import Fault
    from grader.sandbox.limits import Limits

    class Deaf(Box):
        """A box of no process."""

        def _drain(self) -> None:
            pass

        def stop(self) -> None:
            pass

    box = Deaf(None, Limits())  # type: ignore[arg-type]
    session = Session(box, Program.of(""), "program.py", None, 0)

    def one(data: bytes) -> None:
        try:
            message = wire.Decoder().decode(data)
            if type(message) is dict and type(message.get("progress")) is dict:
                session.curve.clear()
                session.progress(message["progress"])
            else:
                reply = box._reply(message, "", "", "double")
                assert describe(reply.value).zh and all(type(each) is tuple for each in reply.printed)
        except wire.WireError:
            pass
        except Fault as fault:
            assert explain(fault).en and explain(fault, hidden=True).zh and outcome_of(fault)

    return one


def file_reader(suffix: str) -> Reader:
    """A file, up to the server that it would run in."""
    from grader.grading.script import runtime_for
    from grader.grading.submission import read_submission
    from grader.source.errors import SubmissionError

    folder = Path(tempfile.mkdtemp())
    importlib.import_module("IPython.core.inputtransformer2")  # a worker does it once, and not for each file

    def one(data: bytes) -> None:
        path = folder / f"{os.getpid()}{suffix}"
        path.write_bytes(data)
        try:
            submission = read_submission(path)
            assert len(submission.lines) == len(submission.text.split("\n"))
            assert runtime_for([submission.text])
        except SubmissionError as error:
            assert error.text.zh and error.text.en
        finally:
            path.unlink()

    return one


def cell_reader() -> Reader:
    """The text of one code cell, so that its magics are read."""
    read = file_reader(".ipynb")

    def one(data: bytes) -> None:
        lines = data.decode("utf-8", "surrogateescape").splitlines(keepends=True)
        cells = [{"cell_type": "code", "source": source} for source in (["%time 1\n", *lines], lines)]
        read(json.dumps({"cells": cells}).encode())

    return one


def marker_reader() -> Reader:
    """A program's text, inside a region, around it, and as it is."""
    from grader.source import regions
    from grader.source.dialects import dialect_of
    from grader.source.splicing import outside_changes, splice

    begin, end = (f"# ********** {word} f ********** #" for word in ("Begin", "End"))

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for whole in (text, f"{begin}\n{text}\n{end}", f"{begin}\n  pass\n{end}\n{text}"):
            assert dialect_of(whole) in (None, "tf1")
            try:
                spliced = splice(STUB, whole)
                assert spliced.program.startswith("def f():\n")
                outside_changes(STUB, whole)
                assert len(regions.blank(whole)) <= len(whole)
            except regions.MarkerError as error:
                assert error.text.zh and error.text.en

    return one


def output_reader() -> Reader:
    """What a script prints, for the plot of its accuracies, in pieces as they come, and for the screen."""
    from grader.cli.running import Heard
    from grader.cli.screen import plain
    from grader.verdict import CurvePoint

    def one(data: bytes) -> None:
        heard = Heard()
        for at in range(0, len(data), 1000):
            heard.write(data[at : at + 1000])
            heard.add(CurvePoint(step=at, accuracy=0.5))
        curves = heard.accuracies().curves
        assert len(curves) <= 4 and all(len(curve) <= 5_000 for curve in curves.values())
        plain(data.decode("utf-8", "replace"))

    return one


def print_reader() -> Reader:
    """What a call prints, as a check of printed numbers reads it, and as reports show it."""
    import numpy as np

    from grader.checks import printed
    from grader.reports.text import block, clean, one_line

    h, c = np.linspace(0, 1, 32).reshape(4, 8), np.linspace(1, 0, 32).reshape(4, 8)

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        printed.numbers(text)
        printed.pair([], text, [(h, c)] * 50)
        printed.pair([data[:1000]] if data else [], text, [(h * 0, c * 0)])
        clean(text), one_line(text), block(text)

    return one


def object_reader() -> Reader:
    """Objects given to print, an array for every 32 bytes, beside as many that the probe noted."""
    import numpy as np

    from grader.checks import printed

    def one(data: bytes) -> None:
        arrays = list(np.frombuffer(data[: len(data) // 32 * 32], np.uint8).astype(np.float32).reshape(-1, 32))
        nested = [array.tolist() for array in arrays]
        printed.pair([arrays, nested], "", list(zip(arrays, arrays, strict=True)), arrays)
        printed.pair([arrays], "1 2 3", [(array[:1], array[:1]) for array in arrays], arrays)

    return one


def fault_reader() -> Reader:
    """An exception's words and frames, in a program of any text."""
    from grader.checks.faults import explain, words_of
    from grader.checks.program import Program
    from grader.checks.student import Session
    from grader.sandbox import claims

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        frames = [[line, text[line : line + 50]] for line in range(1, 60)]
        error = {"kind": "raised", "type": text[:100], "message": text, "frames": frames}
        try:
            claims.reply({"error": error}, text, text, "f")
        except claims.Fault as fault:
            assert explain(fault).zh and explain(fault, hidden=True).en and len(words_of(fault)) < 5_000
            session = Session(None, Program.of(text), "program.py", None, 0)  # type: ignore[arg-type]
            for _ in range(50):  # one for each check
                session._of_the_program(fault.facts["frames"])
                session._note(text, text)
            assert len(session.take_output()) < 30_000

    return one


def verdict_reader() -> Reader:
    from grader.verdict import SubmissionOutcome, Verdict, VerdictError

    path = Path(tempfile.mkdtemp(), "verdict.json")
    facts = {"lesson": "a", "lesson_digest": "", "student": "b", "file": "c", "submission_sha256": None}
    when = datetime.datetime.now(datetime.UTC)
    whole = Verdict(outcome=SubmissionOutcome.PASSED, score=1, max_score=1, graded_at=when, **facts)
    SEEDS["verdicts"].append(whole.model_dump_json().encode())

    def one(data: bytes) -> None:
        path.write_bytes(data)
        try:
            Verdict.read(path)
        except VerdictError:
            pass

    return one


READERS = {
    "wire": wire_reader,
    "replies": reply_reader,
    "notebooks": lambda: file_reader(".ipynb"),
    "files": lambda: file_reader(".py"),
    "cells": cell_reader,
    "markers": marker_reader,
    "output": output_reader,
    "prints": print_reader,
    "objects": object_reader,
    "faults": fault_reader,
    "verdicts": verdict_reader,
}
READS = {"cells": 2, "markers": 3}  # how many times a reader reads its text, if not once


def grow(name: str, seconds: float, folder: Path, sizes: tuple[int, ...] = SIZES) -> str:
    """Texts made to be slow, at rising sizes, until the time is over. What was found, in words, or nothing."""
    one, reads = READERS[name](), READS.get(name, 1)
    ends, slowest = time.monotonic() + seconds, []
    for what, text in texts(1 << 30):
        for size in sizes[:2]:
            data = text(size).encode("utf-8", "surrogatepass")
            if not (took := measured(one, data, reads)).allowed:
                return found(name, what, took, data, folder)
        slowest = sorted([*slowest, (took.seconds, what, text)], key=lambda each: -each[0])[:3]
        if time.monotonic() > ends:
            break
    for size, (_, what, text) in itertools.product(sizes[2:], slowest):
        data = text(size).encode("utf-8", "surrogatepass")
        if not (took := measured(one, data, reads)).allowed:
            return found(name, what, took, data, folder)
    return ""


def found(name: str, what: str, took: object, data: bytes, folder: Path) -> str:
    return f"{name}: {what}: {took}\nrepeat it: {keep(data, folder, name)}"


def watched(name: str, one: Reader, folder: Path) -> Reader:
    """The reader, as fuzzing calls it: an input that takes more CPU time than its size allows is kept, and ends it."""

    def timed(data: bytes) -> None:
        began = time.process_time()
        one(data)
        took = time.process_time() - began
        if took > bound(READS.get(name, 1) * len(data), INSTRUMENTED):
            print(found(name, "fuzzing", f"{took:.2f} s of CPU time", data, folder), file=sys.stderr, flush=True)
            raise TimeoutError(f"{took:.2f} s of CPU time for {len(data)} bytes")

    return timed


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """Never returns: libFuzzer ends the process, with 0 if it found nothing."""
    import atheris

    with atheris.instrument_imports(include=["grader"]):
        function = watched(name, READERS[name](), folder)
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    artifacts = os.environ.get("FUZZ_ARTIFACTS", str(corpus)) + "/"
    flags = [
        f"-max_total_time={seconds}",
        "-timeout=30",  # of wall time, for what never comes back
        "-rss_limit_mb=2048",
        "-max_len=65536",
        f"-artifact_prefix={artifacts}",
    ]
    atheris.Setup([sys.argv[0], *flags, "-print_final_stats=1", str(corpus)], function)
    atheris.Fuzz()


def repeat(name: str, path: Path) -> int:
    """Read one input; 1 if it takes too long or ends otherwise than it may."""
    took = cost(READERS[name](), path.read_bytes(), READS.get(name, 1))
    print(f"{name}: {took}")
    return 0 if took.allowed else 1


def one_reader(name: str, seconds: int, folder: Path) -> bool:
    """Both halves, each in a process of its own; prints a line, and what was found."""
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--folder", str(folder)]
    temporary = tempfile.mkdtemp()
    kept = {**os.environ, "TMPDIR": temporary}
    grew = subprocess.run([*command, "--grow"], capture_output=True, text=True, env=kept)
    done = subprocess.run([*command, "--fuzz"], capture_output=True, text=True, env=kept)
    good = grew.returncode == done.returncode == 0
    if good:  # else the input that was found lies there
        shutil.rmtree(temporary)
    stats = [line.split()[-1] for line in done.stderr.splitlines() if line.startswith("stat::number_of_executed_units")]
    covered = [line for line in done.stderr.splitlines() if " cov: " in line][-1:]
    print(f"{name:9} {'ok' if good else 'FOUND'}  executions {' '.join(stats) or '?'}  {' '.join(covered)}", flush=True)
    if grew.returncode:
        print(grew.stdout[-4000:], grew.stderr[-4000:])
    if done.returncode:
        print(done.stderr[-4000:])
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reader", nargs="?", choices=READERS)
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    parser.add_argument("--folder", type=Path, default=Path("results", "fuzz"), help="where inputs go that were found")
    parser.add_argument("--repeat", type=Path, help="read this input once")
    parser.add_argument("--grow", action="store_true", help="only long texts made to be slow")
    parser.add_argument("--fuzz", action="store_true", help="only coverage-guided fuzzing")
    options = parser.parse_args()
    if options.repeat:
        sys.exit(repeat(options.reader, options.repeat))
    if options.grow:
        print(said := grow(options.reader, options.seconds / 2, options.folder))
        sys.exit(1 if said else 0)
    if options.fuzz:
        fuzz(options.reader, max(1, options.seconds // 2), options.folder)
    names = [options.reader] if options.reader else list(READERS)
    good = [one_reader(name, options.seconds, options.folder) for name in names]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
