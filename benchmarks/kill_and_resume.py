"""Kill the grader at random moments of a class run, start it again each time, and compare with an undisturbed run.

    python benchmarks/kill_and_resume.py --kills 100 --submissions 60

Every verdict must be there once, whole, and equal in outcome and score; nothing of the killed runs may be left behind.
Submissions are the known answers of a lesson, so that outcomes differ.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.course.answers import answer_text
from grader.course.lesson import load_lesson
from grader.course.places import find_course
from grader.verdict import Verdict


def make_class(folder: Path, lesson_id: str, count: int) -> None:
    """`count` students' folders, going round the lesson's reference and its right and wrong answers."""
    lesson = load_lesson(find_course(Path(__file__).parent), lesson_id)
    assert lesson.private is not None and lesson.reference_path is not None
    texts = [lesson.reference_path.read_text(encoding="utf-8")]
    texts += [answer_text(lesson, path) for path in (*lesson.right_paths, *lesson.wrong_paths)]
    for number, text in zip(range(count), itertools.cycle(texts)):
        place = folder / f"student-{number:03d}" / lesson.id
        place.mkdir(parents=True)
        (place / lesson.module).write_text(text, encoding="utf-8")


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """A grader in its own session, on a fixed seed, whose temporary files lie beside the class."""
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(out), "--seed", "1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "TMPDIR": str(folder.parent / "tmp")}
    return subprocess.Popen(command, env=environment, start_new_session=True, **quiet)  # type: ignore[call-overload]


def outcomes(out: Path) -> dict[str, tuple[str, float | None]]:
    """Every verdict below `out`, by its path. Raises VerdictError for one that is half written."""
    found = {}
    for path in sorted(out.rglob("verdict.json")):
        verdict = Verdict.read(path)
        found[str(path.relative_to(out))] = (verdict.outcome.value, verdict.score)
    return found


def leftovers(scratch: Path) -> list[int]:
    """Processes of a grader or a warm server of this benchmark that still run: the folder's name is theirs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if str(scratch).encode() in (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--lesson", default="02-gate-math")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=float, help="seconds to a kill, at most; else what an undisturbed run took")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder, calm, stormy = Path(scratch, "class"), Path(scratch, "calm"), Path(scratch, "stormy")
        (Path(scratch) / "tmp").mkdir()
        Path(scratch).chmod(0o711)
        make_class(folder, options.lesson, options.submissions)
        began = time.monotonic()
        if start(folder, calm).wait() != 0:
            sys.exit("the undisturbed run failed")
        whole = time.monotonic() - began
        expected = outcomes(calm)
        before: dict[str, tuple[str, float | None]] = {}
        kills = finished = 0
        while kills < options.kills:
            process = start(folder, stormy)
            try:
                process.wait(timeout=chance.uniform(0.1, min(whole, options.longest or whole)))
                finished += 1
                if outcomes(stormy) != expected:
                    sys.exit(f"after {kills} kills a run ended with other verdicts than the undisturbed one")
                shutil.rmtree(stormy)  # ended before it could be killed: begin again
                before = {}
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                now = outcomes(stormy)
                if not before.items() <= now.items() <= expected.items():
                    sys.exit(f"kill {kills} lost or changed a verdict")
                before = now
                print(f"kill {kills}: {len(now)} verdicts, {finished} runs ended", file=sys.stderr, flush=True)
        if start(folder, stormy).wait() != 0:
            sys.exit("the last run failed")
        got = outcomes(stormy)
        time.sleep(3)
        left = leftovers(Path(scratch))
        same = got == expected
        temporary = [path for path in stormy.rglob("*") if path.name.endswith(".tmp")]
        temporary += Path(scratch, "tmp").iterdir()
        print(f"kills {kills}, runs that ended by themselves {finished}, verdicts {len(got)} of {options.submissions}")
        print(
            f"equal to the undisturbed run: {same}; half-written and temporary files left: {len(temporary)}; "
            f"processes left: {len(left)}; {time.monotonic() - began:.0f} seconds"
        )
        if not same or left or temporary:
            for key in expected.keys() | got.keys():
                if expected.get(key) != got.get(key):
                    print(f"  {key}: expected {expected.get(key)}, got {got.get(key)}")
            sys.exit(1)


if __name__ == "__main__":
    main()
