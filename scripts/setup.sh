#!/usr/bin/env bash
# Everything that `make demo` (setup.sh run), `make test` and `make prove` (setup.sh dev) need before they start:
# looks at the machine, says in a sentence what is missing, and fills the private .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:-run}

die() { printf 'setup: %s\n' "$*" >&2; exit 1; }
note() { printf 'setup: note: %s\n' "$*" >&2; }

usable() { # is $1 a Python that TensorFlow has wheels for?
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if usable "$candidate"; then echo "$candidate"; return; fi
    done
    die "no Python 3.11, 3.12 or 3.13 found. Install one (Debian, Ubuntu: sudo apt-get install python3 python3-venv)" \
        "or name yours: PYTHON=/path/to/python3.12 make demo"
}

look_at_the_machine() {
    [ "$(uname -s)" = Linux ] ||
        die "the sandbox is built from Linux namespaces; run this on Linux (a virtual machine or a container will do)."
    if ! unshare --user --map-root-user true 2>/dev/null; then
        note "this machine does not allow unprivileged user namespaces, so the sandbox will be weaker than 'strict'." \
            "An administrator allows them with: sudo sysctl -w kernel.unprivileged_userns_clone=1" \
            "(on Ubuntu 23.10 and later: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)."
    fi
    if [ "$wanted" = dev ] && ! command -v chromium >/dev/null 2>&1; then
        note "Chromium is not installed, so the JupyterLab test of make prove will be skipped." \
            "Install it with: sudo apt-get install chromium"
    fi
}

fill_venv() {
    local log=.venv/install.log total
    total=$(grep -c '==' constraints.txt)
    echo "setup: installing up to $total packages into .venv (about 3 GB; a few minutes the first time)"
    # One line that counts, for whoever watches; the whole story is in the log.
    local extras='[all]'; if [ "$wanted" = dev ]; then extras='[all,dev]'; fi
    if ! .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off \
            -c constraints.txt -e ".$extras" 2>&1 | tee "$log" |
            awk -v total="$total" -v tty="$([ -t 1 ] && echo 1)" '
                /^Collecting |^Requirement already satisfied/ { if (tty) printf "\r\033[K  %d/%d %.50s", ++n, total, ($1 == "Collecting" ? $2 : $4); fflush() }
                /^Installing collected/ { if (tty) printf "\r\033[K  unpacking"; fflush() }
                END { if (tty) printf "\r\033[K" }'; then
        grep -E '^ERROR|error:' "$log" | tail -5 >&2 || tail -5 "$log" >&2
        die "pip could not install the packages. Is there a network connection, and room on the disk?" \
            "The whole story is in $log; running the same command again goes on from here."
    fi
}

look_at_the_machine
if ! usable .venv/bin/python; then
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        die "$("$python" --version) has no venv module. Install it: sudo apt-get install python3-venv"
    echo "setup: making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
fill_venv
touch ".venv/.ready-$wanted"
if [ "$wanted" = dev ]; then touch .venv/.ready-run; fi
echo "setup: done"
