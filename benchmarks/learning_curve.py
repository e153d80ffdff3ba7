"""The published learning curve of two LSTM layers with dropout on MNIST, reproduced by lesson 07's reference.

    export MNIST_DATA_DIR=...
    python benchmarks/learning_curve.py                  # three seeds, 2,000 updates: half an hour on two cores
    python benchmarks/learning_curve.py --dialect tf1    # the same of the reference in TensorFlow 1
    python benchmarks/learning_curve.py --quick          # one seed, 200 updates: a minute
    python benchmarks/learning_curve.py --page           # write docs/learning-curve.md once more

The reference trains in the sandbox, as a submission does; hits are counted outside, on all 10,000 test images. What was
measured is kept in benchmarks/learning_curve.json as it comes, and a run goes on where an earlier one was stopped.
Exit code 1: a mean lies further than the tolerance from what was published.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from grader.course import datasets
from grader.course.lesson import load_lesson
from grader.grading.servers import Servers
from grader.sandbox.box import Box
from grader.verdict import write_atomically

ROOT = Path(__file__).resolve().parents[1]
LESSON = "07-stacked-dropout-mnist"
RECORD = Path(__file__).with_suffix(".json")
PAGE = ROOT / "docs" / "learning-curve.md"
# Updates and test accuracy, as the tutorial that the lesson grew out of reports them.
PUBLISHED = {200: 0.924, 400: 0.961, 600: 0.967, 1000: 0.978, 1400: 0.981, 2000: 0.985}
TITLES = {"keras": "The reference in Keras 3", "tf1": "The reference in TensorFlow 1, the tutorial's own dialect"}
FROM, TOLERANCE = 400, 0.007  # from this step on, the mean over seeds lies within this of what was published
BATCH, STRETCH = 128, 200  # images an update, the reference's; updates in one call of the reference
# One short run has no mean over seeds: 200 updates reached .912 to .932 with five seeds (sd .008).
QUICK_STEP, QUICK_FLOOR = 200, 0.88
SECONDS = 7200  # for one stretch of training, on cores that others use too


def measure(
    seed: int, steps: list[int], mnist: datasets.Dataset, record: dict[str, Any], dialect: str | None
) -> dict[int, float]:
    """Train from `seed`, and return the share of hits on the test images after each of `steps` updates."""
    lesson = load_lesson(ROOT, LESSON)
    form = lesson.form(dialect)
    assert form.reference_path and form.probe_path
    pixels, unseen = (np.rint(images * 255).astype(np.uint8) for images in (mnist.train_images, mnist.test_images))
    labels = mnist.train_labels
    curve: dict[int, float] = {}
    with Servers() as servers, Box(servers.get(form.runtime), lesson.limits) as box:
        record["versions"] = servers.get(form.runtime).versions
        program = form.reference_path.read_text(encoding="utf-8")
        box.load(program, lesson.module, form.probe_path.read_text(encoding="utf-8"))
        box.call("seed", [seed], target="probe")
        model = box.call("build_model").value
        order = passes(np.random.default_rng(seed), len(pixels), steps[-1] * BATCH)
        began = time.monotonic()
        for step in range(STRETCH, steps[-1] + 1, STRETCH):
            shown = order[(step - STRETCH) * BATCH : step * BATCH]
            box.call("train", [model, pixels[shown], labels[shown], STRETCH], target="probe", seconds=SECONDS)
            if step in steps:
                classes = box.call("predict", [model, unseen], target="probe", seconds=SECONDS).value
                curve[step] = float(np.mean(classes == mnist.test_labels))
                spent = time.monotonic() - began
                print(f"seed {seed}, step {step}: {curve[step]:.4f} (after {spent:.0f} s)", flush=True)
    return curve


def passes(rng: np.random.Generator, images: int, length: int) -> np.ndarray:
    """Positions of `images` images, (length,): one shuffled pass after the other, as `next_batch` hands them out.

    Each stretch of a run is given its own part. Given all images each time, it would begin a new pass each time: two
    fifths of what updates 201 to 400 see would have been seen before, where the tutorial shows nothing twice.
    """
    return np.concatenate([rng.permutation(images) for _ in range(-(-length // images))])[:length]


def values(record: dict[str, Any], step: int) -> list[float]:
    """The accuracies at `step`, of the seeds that came so far."""
    return [run[str(step)] for run in record["runs"].values() if str(step) in run]


def table(record: dict[str, Any]) -> str:
    """The curves of one reference, in Markdown."""
    runs = record["runs"]
    seeds = sorted(runs, key=int)
    lines = [f"| step | published | mean | sd | difference | {' | '.join(f'seed {seed}' for seed in seeds)} |"]
    lines.append("|" + " ---: |" * (5 + len(seeds)))
    for step, published in PUBLISHED.items():
        if not (reached := values(record, step)):
            continue
        mean, sd = statistics.mean(reached), f"{statistics.stdev(reached):.4f}" if len(reached) > 1 else ""
        shown = " | ".join(f"{runs[seed][str(step)]:.4f}" if str(step) in runs[seed] else "" for seed in seeds)
        off = f"{100 * (mean - published):+.2f} points"
        lines.append(f"| {step} | {published:.3f} | {mean:.4f} | {sd} | {off} | {shown} |")
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return "\n".join([*lines, "", f"{record['date']}, on the CPU; {versions}."])


def page(records: dict[str, dict[str, Any]]) -> str:
    """docs/learning-curve.md."""
    records = {name: record for name, record in records.items() if record["runs"]}
    sections = "\n\n".join(f"## {TITLES[name]}\n\n{table(record)}" for name, record in records.items())
    outside = [f"{TITLES[name]}, {sentence}" for name, record in records.items() for sentence in misses(record)]
    fits = "It does everywhere."
    if outside:
        fits = "It does not at\n\n" + "\n".join(f"- {sentence}" for sentence in outside)
        fits += "\n\nWhat was published is one run, and one run here scatters by the `sd` of the tables."
    return f"""# The learning curve, reproduced

Two LSTM layers of 256 units with dropout on each layer's outputs (keep 0.5), Adam at 1e-3, 128 images an update: lesson
07's references, trained on MNIST's 60,000 training images in the sandbox, as a submission is. Hits are counted outside,
on all 10,000 test images. *Published* is what the tutorial reports from which the lesson grew (its last value: .984 to
.986). Every seed is one run from the beginning, over all images before any comes again.

{sections}

From step {FROM} on, the mean over the seeds is meant to lie within {100 * TOLERANCE:.1f} points of what was published.
{fits}

    export MNIST_DATA_DIR=...
    python benchmarks/learning_curve.py                  # Keras 3
    python benchmarks/learning_curve.py --dialect tf1    # TensorFlow 1
    python benchmarks/learning_curve.py --quick          # one seed to step {QUICK_STEP}, as CI runs it
"""


def misses(record: dict[str, Any]) -> list[str]:
    """What lies outside the tolerance, a sentence each."""
    found = []
    for step, published in PUBLISHED.items():
        reached = values(record, step)
        if reached and step >= FROM and abs((mean := statistics.mean(reached)) - published) > TOLERANCE:
            found.append(f"step {step}: mean {mean:.4f}, published {published:.3f}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--quick", action="store_true", help=f"one seed, {QUICK_STEP} updates; nothing is recorded")
    parser.add_argument("--until", type=int, default=max(PUBLISHED), help="the last step of the seeds of this run")
    parser.add_argument("--page", action="store_true", help="only write the page from the record")
    parser.add_argument("--dialect", choices=["keras", "tf1"], default="keras")
    options = parser.parse_args()
    records = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    record = records.setdefault(options.dialect, {"runs": {}})
    dialect = None if options.dialect == "keras" else options.dialect
    if not options.page and not os.environ.get(datasets.ENV):
        sys.exit(f"learning_curve: set {datasets.ENV} to the folder of MNIST's four .gz files")
    if options.quick:
        reached = measure(options.seeds[0], [QUICK_STEP], datasets.load("mnist"), record, dialect)[QUICK_STEP]
        print(f"{reached:.4f} after {QUICK_STEP} updates; at least {QUICK_FLOOR} is due")
        return 0 if reached >= QUICK_FLOOR else 1
    steps = [step for step in PUBLISHED if step <= options.until]
    for seed in [] if options.page else options.seeds:
        if str(seed) not in record["runs"]:
            curve = measure(seed, steps, datasets.load("mnist"), record, dialect)
            record["runs"][str(seed)] = {str(step): value for step, value in curve.items()}
            record["date"] = datetime.date.today().isoformat()
            write_atomically(RECORD, json.dumps(records, indent=1) + "\n")
    write_atomically(PAGE, page(records))
    found = [f"{name}, {sentence}" for name, one in records.items() for sentence in misses(one)]
    for sentence in found:
        print(f"outside {100 * TOLERANCE:.1f} points: {sentence}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
