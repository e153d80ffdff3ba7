"""Do the scripts that learners bring run? Public RNN, LSTM and MNIST scripts through `grader run`, with few iterations.

    python benchmarks/public_scripts.py FOLDER            print how each ended, and the shares
    python benchmarks/public_scripts.py FOLDER --write    and keep the outcomes in docs/dialects.md

The table in docs/dialects.md says which scripts: repository, path and commit. Their text is kept nowhere here. FOLDER
holds a checkout of each repository at that commit, FOLDER/OWNER/NAME:

    git clone https://github.com/OWNER/NAME FOLDER/OWNER/NAME && git -C FOLDER/OWNER/NAME checkout COMMIT

A copy of the script, in which numbers of iterations and epochs are small, runs in a copy of its folder.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs" / "dialects.md"
RUNS, SAYS, NEITHER = "runs", "says what to do", "neither"
_ROW = re.compile(
    r"\| `(?P<repository>[\w.-]+/[\w.-]+)` \| `(?P<path>[^`]+)` \| `(?P<commit>[0-9a-f]{7,40})` \|(?P<outcome>[^|]*)\|"
)
# A sentence that says what to do names one of these. Whatever else ends a script is "neither".
_REMEDIES = re.compile(
    r": use |make a new cell for each layer|--with|--seconds|pip install|MNIST_DATA_DIR|is Python 2|only this file"
    r"|give it|write |answer the lesson|use a relative|download the file|no network can be reached"
)
_MOST_COPIED = 4 << 20  # of a file beside the script, in bytes

_EPOCHS = re.compile(r"\b((?:\w{1,20}_)?epochs?|max_max_epoch|n_epoch|EPOCHS?)(\s*=\s*)(\d+)\b")
_STEPS = re.compile(
    r"\b((?:training|train|max|total|test|n|num|nb)_(?:iters?|iterations?)|(?:training|train|max|total)_steps"
    r"|(?:TRAINING|TRAIN|MAX)_STEPS|iterations?|ITERATIONS?|steps_per_epoch|validation_steps)(\s*=\s*)(\d+)\b"
)
_FLAGS = re.compile(r"""(['"](?:--)?(?:num_|max_|n_)?(?:epochs?|steps|max_steps|iterations?)['"][^\n]*?)\b(\d{2,})\b""")
_LOOPS = re.compile(r"(for\s+\w+\s+in\s+x?range\(\s*(?:\d+\s*,\s*)?)(\d{3,})(\s*\))")


def with_few_iterations(text: str) -> str:
    """The text with small numbers of iterations: 1 epoch, 5 steps; 1,000 where steps are counted in examples."""
    text = _EPOCHS.sub(lambda match: f"{match[1]}{match[2]}{min(int(match[3]), 1)}", text)
    text = _STEPS.sub(
        lambda match: f"{match[1]}{match[2]}{min(int(match[3]), 1000 if int(match[3]) >= 50_000 else 5)}", text
    )
    text = _FLAGS.sub(lambda match: f"{match[1]}1", text)
    return _LOOPS.sub(lambda match: f"{match[1]}{min(int(match[2]), 5)}{match[3]}", text)


@dataclass(frozen=True)
class Script:
    """A row of the table."""

    repository: str
    path: str
    commit: str
    outcome: str

    def row(self, outcome: str) -> str:
        return f"| `{self.repository}` | `{self.path}` | `{self.commit}` | {outcome} |"


def scripts(table: str) -> Iterator[Script]:
    """The rows of the table in the page."""
    for match in _ROW.finditer(table):
        yield Script(match["repository"], match["path"], match["commit"], match["outcome"].strip())


def run(script: Script, folder: Path, seconds: int) -> str:
    """How it ended: one of the three, and the sentence that was said. Raises OSError if it is not in the folder."""
    original = folder / script.repository / script.path
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "script")
        beside = original.parent
        shutil.copytree(beside, copy, ignore=_too_large, symlinks=True)
        target = copy / original.name
        text = with_few_iterations(original.read_text(encoding="utf-8"))
        target.write_text(text, encoding="utf-8")
        command = [
            "grader",
            "run",
            str(target),
            "--seconds",
            str(seconds),
            "--lang",
            "en",
            "--out",
            str(Path(place, "out")),
        ]
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    lines = [line for line in ended.stderr.splitlines() if line.strip()]
    if ended.returncode == 0:
        return RUNS
    said = next((line for line in reversed(lines) if line.startswith("grader: ")), lines[-1] if lines else "")
    said = re.sub(r"\s+", " ", said.removeprefix("grader: ")).replace("|", "/").replace(place, "")
    return f"{SAYS if _REMEDIES.search(said) else NEITHER}: {said[:160]}"


def _too_large(folder: str, names: list[str]) -> set[str]:
    """What is not copied: what is large, or a notebook, or hidden."""
    left = {name for name in names if name.startswith(".")}
    return left | {
        name for name in names if Path(folder, name).is_file() and Path(folder, name).stat().st_size > _MOST_COPIED
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="rows whose repository or path has this in it")
    parser.add_argument("--seconds", type=int, default=120, help="for each script")
    parser.add_argument("--write", action="store_true", help="keep the outcomes in docs/dialects.md")
    given = parser.parse_args()
    found: Counter[str] = Counter()
    chosen = [one for one in scripts(DOCS.read_text(encoding="utf-8")) if given.only in f"{one.repository}/{one.path}"]
    for script in chosen:
        outcome = run(script, given.folder, given.seconds)
        found[outcome.partition(":")[0]] += 1
        print(f"{script.repository} {script.path}: {outcome}", flush=True)
        if given.write:
            page = DOCS.read_text(encoding="utf-8")
            DOCS.write_text(page.replace(script.row(script.outcome), script.row(outcome)), encoding="utf-8")
    total, authors = sum(found.values()), {one.repository.partition("/")[0] for one in chosen}
    told = found[RUNS] + found[SAYS]
    print(f"{total} scripts by {len(authors)} authors: {found[RUNS]} run ({found[RUNS] / total:.0%}),")
    print(f"{found[SAYS]} stop with a sentence that says what to do; together {told / total:.0%}")
    sys.exit(told < 0.9 * total)


if __name__ == "__main__":
    main()
