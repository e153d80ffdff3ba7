"""How long one `grader check` of gate math takes, interpreter start included; and a CI job that installs it first.

python benchmarks/check_speed.py --repeats 9
python benchmarks/check_speed.py --install
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
LESSON = "02-gate-math"
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")


def timed(*command: str | Path) -> tuple[float, float]:
    """Seconds that the command took: wall, and CPU of all its processes."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check(python: Path | str, folder: Path) -> tuple[float, float]:
    """Of the reference's answer: it must pass."""
    answer = folder / "gate_math.py"
    answer.write_bytes((ROOT / "solutions" / LESSON / answer.name).read_bytes())
    return timed(python, "-P", "-m", "grader", "check", answer, "--lesson", LESSON)


def install(folder: Path) -> None:
    """The core and what it needs into an empty environment, from wheels that were downloaded before, and a check."""
    python, wheels, pins = folder / "venv" / "bin" / "python", folder / "wheels", ROOT / "constraints.txt"
    print("venv:     {:6.2f} s, CPU {:6.2f} s".format(*timed(sys.executable, "-m", "venv", python.parents[1])))
    timed(python, *PIP, "download", "--dest", wheels, "--constraint", pins, ROOT, "hatchling")
    offline = ("--no-index", "--find-links", wheels)
    print("install:  {:6.2f} s, CPU {:6.2f} s".format(*timed(python, *PIP, "install", *offline, "-c", pins, ROOT)))
    print("check:    {:6.2f} s, CPU {:6.2f} s".format(*check(python, folder)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--install", action="store_true", help="measure a CI job that installs the core and checks")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if given.install:
            install(Path(name))
            return
        check(sys.executable, Path(name))  # what is compiled and read from the disk once
        walls, cpus = zip(*(check(sys.executable, Path(name)) for _ in range(given.repeats)), strict=True)
        print(f"median of {given.repeats}: {median(walls):.2f} s ({min(walls):.2f} to {max(walls):.2f})")
        print(f"CPU of all processes: {median(cpus):.2f} s ({min(cpus):.2f} to {max(cpus):.2f})")


if __name__ == "__main__":
    main()
