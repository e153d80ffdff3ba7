"""IPython's own lines in a cell, made comments: what is judged is Python."""

from __future__ import annotations

import re

# %magic, !shell, ?help and help?, as IPython reads the beginning of a statement
_MAGIC = re.compile(r"[ \t]*+(?:%{1,2}[A-Za-z_]|!|\?{1,2}[\w%]|[\w.]++\?{1,2}[ \t]*+$)")
_FOREIGN = re.compile(
    r"%%(?:!|(?:bash|sh|script|system|sx|cmd|html|js|javascript|latex|markdown|svg|perl|ruby)\b)", re.I
)
_SCAN = re.compile(r"\"\"\"|'''|\\.|[\"'#()\[\]{}]")


def as_python(lines: list[str]) -> list[str]:
    """A cell's lines with its magics as comments: line for line, and `pass` where a block would lose its statement.

    A line that only looks like a magic, in a string or in brackets (``% b``), stays.
    """
    if not any(map(_MAGIC.match, lines)):
        return lines
    if _FOREIGN.match(next(line for line in lines if line.strip())):
        return [f"#% {line}" for line in lines]  # the % keeps a line of stars from becoming a marker
    result, quote, depth, continued = [], "", 0, False
    for line in lines:
        if not (quote or depth or continued) and _MAGIC.match(line):
            bare = line.lstrip(" \t")
            result.append(f"{line[: -len(bare)]}pass  # {bare}" if bare != line else f"# {line}")
            continue
        result.append(line)
        continued = line.endswith("\\")
        for match in _SCAN.finditer(line):
            token = match[0]
            if quote:
                quote = "" if token == quote else quote
            elif token == "#":
                continued = False
                break
            elif token in ('"', "'", '"""', "'''"):
                quote = token
            else:
                depth = max(0, depth + (token in "([{") - (token in ")]}"))
        if len(quote) == 1 and not continued:
            quote = ""  # such a string ends with its line, whether it was closed or not
    return result
