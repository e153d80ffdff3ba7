"""The files beside a notebook: its own copies, in the working folder of its process."""

from __future__ import annotations

import os


def write(files: dict[str, bytes]) -> None:
    """By their paths relative to the working folder. Raises OSError if they do not fit on its disk."""
    for path, content in files.items():
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(content)
