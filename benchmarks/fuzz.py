"""Coverage-guided fuzzing, with a time box, of whatever reads bytes that a student chose.

    python benchmarks/fuzz.py --seconds 60              # all four readers, one after the other
    python benchmarks/fuzz.py wire --seconds 600

Each reader may answer or raise its own error, and nothing else: any other exception, and any input that takes more than
two seconds, is a finding. Needs atheris (extra `dev`).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SEEDS: dict[str, list[bytes]] = {
    "wire": [
        b"\x81\xa2ok\x01",
        b"\x93\x01\x02\x03",
        b"\xc7\x08\x01\x00\x00\x00\x04\x92\xa2<f\x90",
        b"\xc7\x03\x02\x92\x01\x02",
    ],
    "notebook": [
        b'{"cells": [{"cell_type": "code", "source": ["x = 1\\n"]}], "nbformat": 4, "metadata": {}}',
        b"# ********** Begin ********** #\nx = 1\n# ********** End ********** #\n",
    ],
    "markers": [
        b"def f():\n    # ********** Begin f ********** #\n    return 1\n    # ********** End f ********** #\n",
        b"# *** Begin *** #\n# *** End *** #\n",
    ],
    "verdict": [b'{"schema_version": 1, "lesson": "a", "outcome": "passed", "score": 1, "max_score": 1, "checks": []}'],
}
STUB = "def f():\n    # ********** Begin f ********** #\n    pass\n    # ********** End f ********** #\n"


def target(name: str) -> Callable[[bytes], None]:
    """The function to fuzz, which raises only for a finding."""
    if name == "wire":
        from grader.sandbox import wire

        def one(data: bytes) -> None:
            try:
                value = wire.Decoder().decode(data)
            except wire.WireError:
                return
            try:  # what was understood must survive the way back, unless it is nested too deeply to send
                wire.Decoder().decode(wire.Encoder(lambda _: 0).encode(value))
            except wire.WireError:
                pass

    elif name == "notebook":
        from grader.submission import SubmissionError, read_submission

        path = Path(tempfile.mkdtemp(), "submission.ipynb")

        def one(data: bytes) -> None:
            path.write_bytes(data)
            try:
                submission = read_submission(path)
                assert len(submission.lines) == len(submission.text.split("\n"))
            except SubmissionError as error:
                assert error.text.zh and error.text.en

    elif name == "markers":
        from grader import markers

        def one(data: bytes) -> None:
            text = data.decode("utf-8", "replace")
            try:
                spliced = markers.splice(STUB, text)
                assert spliced.program.startswith("def f():\n")
                markers.outside_changes(STUB, text)
            except markers.MarkerError as error:
                assert error.text.zh and error.text.en

    else:
        from grader.verdict import Verdict, VerdictError

        path = Path(tempfile.mkdtemp(), "verdict.json")

        def one(data: bytes) -> None:
            path.write_bytes(data)
            try:
                Verdict.read(path)
            except VerdictError:
                pass

    return one


def fuzz(name: str, seconds: int) -> None:
    """Never returns: libFuzzer ends the process, with 0 if it found nothing."""
    import atheris

    with atheris.instrument_imports(include=["grader"]):
        function = target(name)
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
    parser.add_argument("reader", nargs="?", choices=sorted(SEEDS))
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    if options.reader:
        fuzz(options.reader, options.seconds)
    failed = []
    for name in SEEDS:
        command = [sys.executable, __file__, name, "--seconds", str(options.seconds)]
        done = subprocess.run(command, capture_output=True, text=True)
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
