"""Coverage-guided fuzzing, with a time box, of whatever reads bytes that a student chose.

    make fuzz SECONDS=60                                # every reader, one after the other
    python benchmarks/fuzz.py wire --seconds 600

Each reader may answer or raise its own error, and nothing else: any other exception, and any input that takes more than
two seconds, is a finding. Needs atheris (extra `dev`; it has wheels for Linux on x86-64).
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

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
STUB = "def f():\n    # ********** Begin f ********** #\n    pass\n    # ********** End f ********** #\n"




def wire_reader() -> Callable[[bytes], None]:
    from grader.sandbox import wire

    def one(data: bytes) -> None:
        try:
            value = wire.Decoder().decode(data)
            # What was understood must survive the way back, unless it is nested too deeply to send.
            wire.Decoder().decode(wire.Encoder(lambda _: 0).encode(value))
        except wire.WireError:
            pass

    return one


def reply_reader() -> Callable[[bytes], None]:
    """A frame as the answer to a call: what becomes of it up to the words of a check."""
    from grader.checks.expect import describe
    from grader.checks.faults import explain, outcome_of
    from grader.checks.student import Session
    from grader.lesson import Limits
    from grader.sandbox import wire
    from grader.sandbox.box import Box
    from grader.sandbox.claims import Fault

    class Deaf(Box):
        """A box of no process."""

        def _drain(self) -> None:
            pass

        def stop(self) -> None:
            self._pipes = {}

    box = Deaf(None, Limits())  # type: ignore[arg-type]
    session = Session(box, "", "program.py", None, 0)

    def one(data: bytes) -> None:
        box._pipes = {1: bytearray(), 2: bytearray()}
        try:
            message = wire.Decoder().decode(data)
            if type(message) is dict and type(message.get("progress")) is dict:
                session.curve.clear()
                session.progress(message["progress"])
            else:
                reply = box._judge(message, "double")
                assert describe(reply.value).zh and all(type(each) is tuple for each in reply.printed)
        except wire.WireError:
            pass
        except Fault as fault:
            assert explain(fault).en and explain(fault, hidden=True).zh and outcome_of(fault)

    return one


def notebook_reader() -> Callable[[bytes], None]:
    from grader.submission import SubmissionError, read_submission

    path = Path(tempfile.mkdtemp(), "submission.ipynb")

    def one(data: bytes) -> None:
        path.write_bytes(data)
        try:
            submission = read_submission(path)
            assert len(submission.lines) == len(submission.text.split("\n"))
        except SubmissionError as error:
            assert error.text.zh and error.text.en

    return one


def marker_reader() -> Callable[[bytes], None]:
    from grader import markers
    from grader.dialect import NAMES, dialect_of

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        assert dialect_of(text) in (None, *NAMES)
        try:
            spliced = markers.splice(STUB, text)
            assert spliced.program.startswith("def f():\n")
            markers.outside_changes(STUB, text)
        except markers.MarkerError as error:
            assert error.text.zh and error.text.en

    return one


def verdict_reader() -> Callable[[bytes], None]:
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
    "notebooks": notebook_reader,
    "markers": marker_reader,
    "verdicts": verdict_reader,
}


def fuzz(name: str, seconds: int) -> None:
    """Never returns: libFuzzer ends the process, with 0 if it found nothing."""
    import atheris

    with atheris.instrument_imports(include=["grader"]):
        function = READERS[name]()
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    artifacts = os.environ.get("FUZZ_ARTIFACTS", str(corpus)) + "/"
    flags = [
        f"-max_total_time={seconds}",
        "-timeout=2",
        "-rss_limit_mb=2048",
        "-max_len=65536",
        f"-artifact_prefix={artifacts}",
    ]
    atheris.Setup([sys.argv[0], *flags, "-print_final_stats=1", str(corpus)], function)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reader", nargs="?", choices=READERS)
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    options = parser.parse_args()
    if options.reader:
        fuzz(options.reader, options.seconds)
    failed = []
    for name in READERS:
        command = [sys.executable, __file__, name, "--seconds", str(options.seconds)]
        temporary = tempfile.mkdtemp()
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TMPDIR": temporary})
        if done.returncode == 0:  # else the input that was found lies there
            shutil.rmtree(temporary)
        stats = [
            line.split()[-1] for line in done.stderr.splitlines() if line.startswith("stat::number_of_executed_units")
        ]
        covered = [line for line in done.stderr.splitlines() if " cov: " in line][-1:]
        found = "ok" if done.returncode == 0 else "FOUND"
        print(f"{name:9} {found}  executions {' '.join(stats) or '?'}  {' '.join(covered)}")
        if done.returncode:
            failed.append(name)
            print(done.stderr[-4000:])
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
