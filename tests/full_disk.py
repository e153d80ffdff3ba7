"""Grade a class on a disk that becomes full, make room, and grade again; then regrade it on a disk that becomes full,
and make room. Print as JSON what was seen.

    python -m tests.full_disk COURSE CLASS OUT KILOBYTES

OUT becomes a tmpfs of that size, in a user and a mount namespace of our own: any user may do that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from grader.sandbox import linux
from grader.verdict import Verdict

ROOM = 100 << 20  # bytes: more than a class of a thousand takes


def run(course: str, class_: str, out: Path, *options: str) -> dict[str, Any]:
    """`grader grade`, and what it left: {path: [outcome, score, when it was judged]}, and files that are not whole."""
    command = [sys.executable, "-m", "grader", "grade", class_, "--out", str(out), "--seed", "7", "--lang", "en"]
    environment = {**os.environ, "GATEHOUSE_COURSE": course}
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=False)
    verdicts = {}
    for path in sorted(out.rglob("verdict.json")):
        verdict = Verdict.read(path)
        verdicts[str(path.relative_to(out))] = [verdict.outcome.value, verdict.score, verdict.graded_at.isoformat()]
    pages = [path for path in out.rglob("*.html") if not path.read_text("utf-8").rstrip().endswith("</html>")]
    others = [path for path in out.rglob("*") if path.is_file() and path.name.startswith(".")]
    broken = sorted(str(path.relative_to(out)) for path in pages + others)
    return {"code": done.returncode, "said": done.stderr, "verdicts": verdicts, "broken": broken}


def resize(disk: Path, size: int) -> None:
    linux.mount("tmpfs", str(disk), "tmpfs", 32, f"size={size}")  # 32: MS_REMOUNT


def main(course: str, class_: str, out: Path, kilobytes: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS)
    linux.map_ids(0, 0, uid, gid)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("tmpfs", str(out), "tmpfs", 0, f"size={kilobytes}k")
    runs = [run(course, class_, out), run(course, class_, out)]
    resize(out, ROOM)
    runs += [run(course, class_, out), run(course, class_, out)]
    disk = os.statvfs(out)
    resize(out, (disk.f_blocks - disk.f_bfree + 4) * disk.f_frsize)
    runs.append(run(course, class_, out, "--regrade"))
    resize(out, ROOM)
    runs.append(run(course, class_, out))
    print(json.dumps(runs))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
