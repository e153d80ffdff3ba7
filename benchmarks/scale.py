#!/usr/bin/env python3
"""A class of a thousand submissions of mixed lessons on one machine: time, memory, progress, reports.

Makes classes of N submissions, most of lessons that are judged in a moment and a few that train (`SHARES`), with the
course's known right and wrong answers, no two files alike; grades each with `grader grade`, start and reports included;
and measures

  cost      wall and CPU time of all processes, and what one submission more costs
  memory    the proportional set size of all processes, summed, over time
  progress  what the progress line says is left after a tenth, and what was left in truth
  again     the same command again, when nothing has changed
  report    how long Chromium takes from the click on report.html to its first picture, and to its end

A verdict that is not the one that the answer declares stops it: a fast wrong answer is no measurement.

    .venv/bin/python benchmarks/scale.py                       10, 100 and 1000: about 10 minutes on two cores
    .venv/bin/python benchmarks/scale.py --n 60                to look at something
    .venv/bin/python benchmarks/scale.py --draw docs/pictures/scale.svg      the figure, from build/scale.json

Where other work shares the machine, `--ahead` runs what takes seconds, the last two, ahead of it (`chrt`, by root).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from peers import ROOT, BenchmarkError
from watched import Shown, Watched, watch

from grader.course.answers import answer_text
from grader.course.lesson import Lesson, load_lesson
from grader.proving.verify import Declared
from grader.verdict import Verdict

# Of a thousand. The last three train.
SHARES = {
    "01-rnn-and-gradients": 300, "02-gate-math": 360, "03-lstm-cell": 258, "04-unrolling": 40, "06-cell-variants": 30,
    "08-language-model": 8, "05-single-layer-mnist": 3, "07-stacked-dropout-mnist": 1,
}  # fmt: skip
TRAINING = ("05-single-layer-mnist", "07-stacked-dropout-mnist", "08-language-model")
REPEATS = 3  # of what takes seconds
KEPT = ROOT / "build" / "scale.json"


def main() -> None:
    options = parse()
    measured = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    if options.draw is None:
        for n in options.n:
            measured[str(n)] = measure(n, options)
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    measured = {int(n): found for n, found in sorted(measured.items(), key=lambda item: int(item[0]))}
    print(tables(measured))
    if options.draw is not None:
        draw(measured, options.draw)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, nargs="+", default=[10, 100, 1000], help="sizes of classes (10 100 1000)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="submissions at a time (cores)")
    parser.add_argument("--seed", type=int, default=1, help="which answers, in which order (1)")
    parser.add_argument("--ahead", action="store_true", help="run what takes seconds ahead of other work")
    parser.add_argument("--fast-only", action="store_true", help="without the lessons that train")
    parser.add_argument("--draw", type=Path, metavar="SVG", help="measure nothing; draw what was measured last")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave class and results there, to look at")
    return parser.parse_args()


def measure(n: int, options: argparse.Namespace) -> dict[str, Any]:
    ahead = ["chrt", "-f", "50"] if options.ahead else []
    with tempfile.TemporaryDirectory(prefix="scale-") as scratch:
        work = options.keep or Path(scratch)
        shutil.rmtree(work / f"class-{n}", ignore_errors=True)
        shutil.rmtree(work / f"results-{n}", ignore_errors=True)
        class_dir, results = work / f"class-{n}", work / f"results-{n}"
        declared = make_class(class_dir, n, options.seed, fast_only=options.fast_only)
        grade = [sys.executable, "-m", "grader", "grade", str(class_dir), "--out", str(results)]
        grade += ["--jobs", str(options.jobs), "--seed", "1"]
        run = watch(grade, ROOT, every=1.0)
        check(results, declared, run)
        say(f"{n}: {run.wall:.1f} s, {run.cpu:.1f} s of CPU")
        found = summary(n, run, results)
        again = [watch([*ahead, *grade], ROOT, every=None) for _ in range(REPEATS)]
        found["again"] = {"wall": median(one.wall for one in again), "cpu": median(one.cpu for one in again)}
        say(f"{n}: again {found['again']}")
        found["page"] = opened(results / "report.html", ahead)
        say(f"{n}: page {found['page']}")
    return found


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def median(values: Any) -> float:
    return statistics.median(list(values))


# --- the class --------------------------------------------------------------------------------------------------------


def make_class(folder: Path, n: int, seed: int, *, fast_only: bool = False) -> dict[tuple[str, str], str]:
    """One submission for each student; which outcome each must get, by student and lesson."""
    chance = random.Random(seed)
    wanted = [lesson for lesson, count in counts(n, fast_only).items() for _ in range(count)]
    chance.shuffle(wanted)
    answers = {name: known_answers(load_lesson(ROOT, name)) for name in set(wanted)}
    expected = {}
    for number, name in enumerate(wanted):
        lesson = load_lesson(ROOT, name)
        text, outcome = chance.choice(answers[name])
        student = f"student-{number:04}"
        path = folder / student / name / lesson.module
        path.parent.mkdir(parents=True)
        path.write_text(f"{text.rstrip()}\n# {student}\n", encoding="utf-8")
        expected[student, name] = outcome
    return expected


def counts(n: int, fast_only: bool) -> dict[str, int]:
    """How many of each lesson: its share of `n`, largest remainders first."""
    shares = {name: share for name, share in SHARES.items() if not (fast_only and name in TRAINING)}
    exact = {name: n * share / sum(shares.values()) for name, share in shares.items()}
    whole = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda one: whole[one] - exact[one])[: n - sum(whole.values())]:
        whole[name] += 1
    return whole


def known_answers(lesson: Lesson) -> list[tuple[str, str]]:
    """The reference, its right answers and its wrong ones, as often as each other: (text, outcome)."""
    assert lesson.reference_path is not None
    found = [(lesson.reference_path.read_text(encoding="utf-8"), "passed")]
    for path in (*lesson.right_paths, *lesson.wrong_paths):
        declared = Declared.parse(path)
        if not declared.backends:
            found.append((answer_text(lesson, path), declared.outcome))
    return found


def check(results: Path, declared: dict[tuple[str, str], str], run: Watched) -> None:
    got = {(one.student, one.lesson): one.outcome.value for one in verdicts(results)}
    other = {key: (got.get(key), want) for key, want in declared.items() if got.get(key) != want}
    if run.code or other:
        few = dict(list(other.items())[:10])
        raise BenchmarkError(f"exit {run.code}; {len(other)} other than declared: {few}\n{run.said[-2000:]}")


def verdicts(results: Path) -> list[Verdict]:
    return [Verdict.read(path) for path in sorted(results.glob("students/*/*/verdict.json"))]


# --- what was seen ----------------------------------------------------------------------------------------------------


def summary(n: int, run: Watched, results: Path) -> dict[str, Any]:
    every = verdicts(results)
    lessons: dict[str, list[float]] = {}
    for one in every:
        lessons.setdefault(one.lesson, []).append(one.timings.cpu + one.timings.judging_cpu)
    training = sum(sum(seconds) for name, seconds in lessons.items() if name in TRAINING)
    return {
        "n": n, "wall": run.wall, "cpu": run.cpu, "training_cpu": training,
        "trainings": sum(len(seconds) for name, seconds in lessons.items() if name in TRAINING),
        "outcomes": Counter(one.outcome.value for one in every),
        "lessons": {name: [len(seconds), statistics.fmean(seconds)] for name, seconds in sorted(lessons.items())},
        "memory": {
            "second tenth": run.median(0.1, 0.2), "last tenth": run.median(0.9, 1.0),
            "peak": max((mib for _, mib, _ in run.memory), default=0.0), "over time": run.memory,
        },
        "progress": progress(run),
        "shown": [asdict(one) for one in thinned(run.shown)],
    }  # fmt: skip


def progress(run: Watched) -> dict[str, float] | None:
    """What was said to be left when a tenth was done, and what was left in truth, the reports included."""
    total = max((one.done for one in run.shown), default=0)
    for one in run.shown:
        if one.done >= total / 10 and one.left is not None:
            truth = run.wall - one.at
            return {"done": one.done, "said": one.left, "truth": truth, "off": one.left / truth - 1}
    return None


def thinned(shown: list[Shown]) -> list[Shown]:
    """The first of each number that were done."""
    return list({one.done: one for one in reversed(shown)}.values())[::-1]


def opened(page: Path, ahead: list[str]) -> dict[str, float]:
    """Milliseconds from the navigation to the first picture and to the end of loading: the median of a few, each in a
    fresh context of one Chromium, and the size of the page."""
    from playwright import sync_api

    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        raise BenchmarkError("there is no Chromium on this machine")
    if ahead:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))  # inherited by the browser
    seen: list[dict[str, float]] = []
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(REPEATS + 1):
            tab = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
            began = time.perf_counter()
            tab.goto(page.resolve().as_uri(), wait_until="load")
            outside = 1000 * (time.perf_counter() - began)
            while not tab.evaluate("performance.getEntriesByType('paint').length"):  # its policy lets nothing wait
                time.sleep(0.01)
            times = tab.evaluate(
                "({load: performance.timing.loadEventEnd - performance.timing.navigationStart,"
                " paint: Math.max(...performance.getEntriesByType('paint').map(one => one.startTime))})"
            )
            seen.append({**times, "outside": outside})
            tab.context.close()
        chromium.close()
    if ahead:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    warm = seen[1:]  # the first one starts a process of Chromium's
    return {
        **{key: median(one[key] for one in warm) for key in ("paint", "load", "outside")},
        "first": seen[0]["outside"], "bytes": page.stat().st_size,
    }  # fmt: skip


# --- tables and figure ------------------------------------------------------------------------------------------------


def tables(measured: dict[int, dict[str, Any]]) -> str:
    lines = [
        f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "",
        "| submissions | of these train | wall | CPU | CPU of each further one, trainings aside | again: wall | CPU |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    smaller = None
    for n, found in measured.items():
        fast = found["cpu"] - found["training_cpu"], n - found["trainings"]
        further = f"{1000 * (fast[0] - smaller[0]) / (fast[1] - smaller[1]):.0f} ms" if smaller else ""
        smaller = fast
        again = found["again"]
        lines.append(
            f"| {n} | {found['trainings']} | {found['wall']:.1f} s | {found['cpu']:.1f} s | {further} "
            f"| {again['wall']:.2f} s | {again['cpu']:.2f} s |"
        )
    lines += [
        "",
        "| submissions | memory, second tenth | last tenth | peak | said to be left after a tenth | in truth | off by "
        "| report: first paint | loaded | size |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for n, found in measured.items():
        memory, left, page = found["memory"], found["progress"], found["page"]
        sizes = " | ".join(_mib(memory[key]) for key in ("second tenth", "last tenth", "peak"))
        clock = f"{left['said']:.0f} s | {left['truth']:.0f} s | {100 * left['off']:+.0f} %" if left else " | | "
        size = f"{page['bytes'] / 1e6:.1f} MB"
        lines.append(f"| {n} | {sizes} | {clock} | {page['paint']:.0f} ms | {page['load']:.0f} ms | {size} |")
    largest = measured[max(measured)]
    lines += ["", "| lesson | submissions | CPU each |", "|---|---:|---:|"]
    lines += [f"| {name} | {count} | {1000 * each:.0f} ms |" for name, (count, each) in largest["lessons"].items()]
    return "\n".join(lines)


def _mib(size: float | None) -> str:
    return "" if size is None else f"{size:.0f} MiB"


def draw(measured: dict[int, dict[str, Any]], path: Path) -> None:
    """Left: time against size, with the line of proportion. Right: memory of the largest class over its run."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "scale", "svg.fonttype": "none", "font.size": 9})
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.2), layout="constrained")
    sizes = list(measured)
    for key, label in (("wall", "wall time"), ("cpu", "CPU time, all processes")):
        left.loglog(sizes, [measured[n][key] for n in sizes], "o-", label=label)
    last = sizes[-1]
    left.loglog(sizes, [measured[last]["cpu"] * n / last for n in sizes], ":", color="grey", label="in proportion")
    left.set(xlabel="submissions", ylabel="seconds", xticks=sizes, xticklabels=map(str, sizes))
    left.minorticks_off()
    left.legend(frameon=False)
    seen = measured[last]["memory"]["over time"]
    seen = seen[:: max(1, len(seen) // 250)]
    right.plot([at for at, _, _ in seen], [mib for _, mib, _ in seen], linewidth=0.8)
    right.set(xlabel=f"seconds of the run of {last}", ylabel="MiB, all processes", ylim=(0, None))
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as error:
        sys.exit(f"scale: {error}")
