#!/usr/bin/env bash
# grade.sh CLASS RESULTS [REPORT]: grade the class with the hidden checks. Exit codes: those of grader; 1: somebody's
# repository was not collected. Below the sandbox level container, grader refuses (3).
set -euo pipefail
class=$1 results=$2 report=${3:-}
command -v grader >/dev/null || { echo "gatehouse/requirements.txt names no grader; add its line" >&2; exit 2; }

arguments=(grade "$class" --out "$results" --profile "${PROFILE:-cpu}" --level container --report json)
if [ -n "${LESSON:-}" ]; then arguments+=(--lesson "$LESSON"); fi
if [ -n "$report" ]; then arguments+=(--report "$report"); fi

# Of the job's environment enters only what grading needs: no token of the forge, no secret.
kept=()
for name in PATH HOME LANG TMPDIR LD_LIBRARY_PATH CUDA_VISIBLE_DEVICES MNIST_DATA_DIR GATEHOUSE_LANG GITHUB_STEP_SUMMARY; do
    if [ -n "${!name:-}" ]; then kept+=("$name=${!name}"); fi
done
status=0
env -i "${kept[@]}" grader "${arguments[@]}" || status=$?

if [ -f "$results/submissions.json" ]; then
    env -i "${kept[@]}" python -I -c '
import json, os, sys
levels = sorted({one["sandbox"] for one in json.load(open(sys.argv[1], encoding="utf-8"))["submissions"]} - {"none"})
print(text := "Sandbox level reached: " + (", ".join(levels) or "none was needed"))
if place := os.environ.get("GITHUB_STEP_SUMMARY"):
    open(place, "a", encoding="utf-8").write(f"\n{text}\n")
' "$results/submissions.json"
fi
if [ -s "$class.missing" ]; then
    echo "Not collected, so not graded:" >&2
    cat -- "$class.missing" >&2
    if [ "$status" = 0 ]; then status=1; fi
fi
exit "$status"
