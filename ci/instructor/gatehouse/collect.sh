#!/usr/bin/env bash
# collect.sh STUDENTS CLASS: the lessons' folders of each student's repository, as CLASS/<student>/<lesson>/.
# STUDENTS is a CSV file of lines `student,owner/name`. SERVER, TOKEN_USER, TOKEN: where from, and how to log in.
# Runs nothing of a student's: no hook, filter, LFS or submodule; a link becomes a file that holds its target. Who could
# not be collected is named in CLASS.missing.
set -euo pipefail
students=$1 class=$2
most_kb=200000 most_bytes=52428800 most_files=2000 # of one repository's pack; of its lessons' files

# No configuration but ours, and no other way to a server than the one that is given.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=1
export GIT_ALLOW_PROTOCOL="${SERVER%%://*}"
if [ -n "${TOKEN:-}" ]; then # in the environment: on a command line every process would see it
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$SERVER/.extraHeader" GIT_CONFIG_VALUE_0
    GIT_CONFIG_VALUE_0="Authorization: Basic $(printf '%s:%s' "$TOKEN_USER" "$TOKEN" | base64 -w0)"
fi
unset TOKEN

lessons=()
for lesson in exercises/*/lesson.toml; do lessons+=("$(basename -- "$(dirname -- "$lesson")")"); done
if [ -e "$class" ]; then echo "$class is there already; remove it: it may hold another run's files" >&2; exit 2; fi
mkdir -p -- "$class"
: >"$class.missing"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

take() { # STUDENT REPOSITORY: into $class/STUDENT; prints why not
    local git=(git --git-dir="$work/repository") home=$class/$1 size present
    rm -rf -- "$work/repository"
    if ! (ulimit -f "$most_kb" && timeout 120 git clone --quiet --bare --depth 1 --no-tags -- "$SERVER/$2.git" \
        "$work/repository") 2>"$work/why"; then
        echo "it cannot be read: $(head -c 300 -- "$work/why" | tr -cd '[:print:]')"
        return
    fi
    mkdir -p -- "$work/repository/info"
    echo '* -filter -text -ident -working-tree-encoding' >"$work/repository/info/attributes" # above any .gitattributes
    mapfile -t present < <("${git[@]}" ls-tree -d --name-only HEAD -- "${lessons[@]}" 2>/dev/null)
    if [ ${#present[@]} = 0 ]; then
        echo "$1: none of the lessons' folders; nothing is handed in" >&2
        return
    fi
    # A tree that holds itself ten times over, ten times, has more files than anybody can count.
    size=$(timeout 60 "${git[@]}" ls-tree -r -l HEAD -- "${present[@]}" | head -n $((most_files + 1)) | awk '{ bytes += $4 } END { print bytes + 0, NR }')
    if [ "${size% *}" -gt "$most_bytes" ] || [ "${size#* }" -gt "$most_files" ]; then
        echo "its lessons hold too much (bytes and files: $size)"
        return
    fi
    mkdir -- "$home"
    if ! "${git[@]}" -c core.symlinks=false -c core.hooksPath=/dev/null --work-tree="$home" checkout --quiet --force \
        HEAD -- "${present[@]}" 2>"$work/why"; then
        echo "it cannot be checked out: $(head -c 300 -- "$work/why" | tr -cd '[:print:]')"
        return
    fi
    echo "$1: $("${git[@]}" rev-parse HEAD), ${#present[@]} lessons" >&2
}

declare -A known
first=yes
while IFS=, read -r student repository || [ -n "$student" ]; do
    student=${student#$'\xef\xbb\xbf'} repository=${repository%$'\r'}
    if [ "$first" = yes ] && [ "$student,$repository" = student,repository ]; then first=no; continue; fi
    first=no
    if ! [[ $student =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ && $repository =~ ^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$ ]]; then
        echo "$students: not a line of student,owner/name: $(tr -cd '[:print:]' <<<"$student,$repository")" >&2
        exit 2
    fi
    if [ -n "${known[$student]:-}" ]; then echo "$students: $student is there twice" >&2; exit 2; fi
    known[$student]=yes
    why=$(take "$student" "$repository") || why="${why:-it cannot be collected}"
    if [ -n "$why" ]; then echo "$student ($repository): $why" | tee -a -- "$class.missing" >&2; fi
done <"$students"
