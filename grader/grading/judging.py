"""The version of the grader's judging: what a verdict, or a proof of a lesson's checks, was reached with.

Raise it when the same submission, lesson and seed could get another verdict than before: another score, outcome or
diagnosis, or the same after another draw. It is written into every verdict; verdicts and records of mutants that were
reached with another one are old, and what they are about is judged again. A new sentence, report or option is no
reason to raise it.

So that nobody forgets, ``judging.json`` has a hash of each file that judges: a test fails when one has changed, until
somebody has thought about it and has said so:

    python -m grader.grading.judging
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

# 0  what was judged before verdicts said with which version
# 1  seeds of 128 random bits; limits on judging are held from outside; nobody chooses what measures them
# 2  a notebook is read as IPython runs it; what cannot be read costs its own region
JUDGING_VERSION = 2

RECORD = Path(__file__).with_suffix(".json")
JUDGES = (
    "checks/*.py", "course/*.py", "grading/*.py", "source/*.py", "verdict.py", "sandbox/box.py", "sandbox/channel.py",
    "sandbox/child.py", "sandbox/claims.py", "sandbox/deadline.py", "sandbox/inside/**/*.py", "sandbox/limits.py",
    "sandbox/runtimes/*.py", "sandbox/server_key.py", "sandbox/wire.py",
)  # fmt: skip


def judging() -> dict[str, int | str]:
    """What ``judging.json`` must say: the version, and a hash of each file that judges."""
    home = Path(__file__).parents[1]
    paths = sorted({path for pattern in JUDGES for path in home.glob(pattern)})
    files = {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}
    return {"JUDGING_VERSION": JUDGING_VERSION, **files}


def changed() -> list[str]:
    """What is no longer as ``judging.json`` says; nothing if somebody has thought about it."""
    now = judging()
    said = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}
    return sorted(name for name in {*now, *said} if now.get(name) != said.get(name))


if __name__ == "__main__":  # python -m grader.grading.judging, once it is clear whether a verdict could change
    RECORD.write_text(json.dumps(judging(), indent=2) + "\n", encoding="utf-8")
