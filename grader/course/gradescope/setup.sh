#!/usr/bin/env bash
# Run once by Gradescope, as root, when the autograder is built: Python, the grader, and nothing of a student's.
set -euo pipefail
source=${AUTOGRADER:-/autograder}/source
home=${GATEHOUSE_HOME:-/opt/gatehouse} # not in a folder that only root may enter: what judges is not root

python=
for one in python3.13 python3.12 python3.11; do
    if command -v "$one" >/dev/null && "$one" -c 'import ensurepip, venv' 2>/dev/null; then python=$one; break; fi
done
if [ -z "$python" ]; then
    apt-get update -qq
    for one in python3.13 python3.12 python3.11; do
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$one" "$one-venv"; then
            python=$one
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "Gatehouse needs Python 3.11 to 3.13, which this image does not have; choose a newer base image" >&2
    exit 1
fi

"$python" -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check -r "$source/requirements.txt"
cp -R "$source/package/grader" "$("$home/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/"
chmod -R go-rwx "$source/course" # the hidden half is for the process that judges
(cd "$source/course" && "$home/bin/python" -m grader list >/dev/null)
