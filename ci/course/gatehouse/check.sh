#!/usr/bin/env bash
# check.sh github|gitlab: the public checks on the student's repository, which is the working directory.
# GATEHOUSE_COURSE names the course's public half. Exit codes: those of grader; 1: not everything passed.
set -euo pipefail
report=$1
export GATEHOUSE_COURSE
GATEHOUSE_COURSE=$(realpath -- "$GATEHOUSE_COURSE")
repository=$PWD

echo "Gatehouse: these are the public checks only. This is no grade: the grade is given by the instructor, elsewhere."
if [ -e "$GATEHOUSE_COURSE/solutions" ]; then
    echo "Gatehouse: $GATEHOUSE_COURSE holds solutions/, which students must not get; publish exercises/ only" >&2
    exit 2
fi
command -v grader >/dev/null || { echo "Gatehouse: gatehouse/requirements.txt names no grader; add its line" >&2; exit 2; }

# A class of one student. From inside the copy, reports name files as they are named in the repository.
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir -p "$work/class/you"
for lesson in "$GATEHOUSE_COURSE"/exercises/*/lesson.toml; do
    name=$(basename -- "$(dirname -- "$lesson")")
    if [ -d "$repository/$name" ] && [ ! -L "$repository/$name" ]; then
        cp -R --no-dereference -- "$repository/$name" "$work/class/you/"
    fi
done
cd "$work/class/you"
grader grade "$work/class" --public-only --level process --strict --report "$report" \
    --out "$repository/gatehouse-results"
