"""Which lines of a program begin a statement. Every line is read once."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\"\"\"|'''|\\.|[\"'#()\[\]{}]")


class Scan:
    """Reads lines one after the other. `inside`: the next one goes on with a string, a bracket or a continued line."""

    def __init__(self) -> None:
        self._quote, self._depth, self._continued = "", 0, False

    @property
    def inside(self) -> bool:
        return bool(self._quote) or self._depth > 0 or self._continued

    def read(self, line: str) -> None:
        self._continued = line.endswith("\\")
        if not line and not self._quote:
            return
        for match in _TOKEN.finditer(line):
            token = match[0]
            if self._quote:
                self._quote = "" if token == self._quote else self._quote
            elif token == "#":
                self._continued = False
                break
            elif token in ('"', "'", '"""', "'''"):
                self._quote = token
            elif token[0] != "\\":
                self._depth = max(0, self._depth + (token in "([{") - (token in ")]}"))
        if len(self._quote) == 1 and not self._continued:
            self._quote = ""  # such a string ends with its line, whether it was closed or not
