"""A notebook without what it showed: outputs and pasted pictures count for nothing when its size is limited.

A linear scan of the JSON text, which builds nothing: what is left out may be ten times as long as what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_KEYS = ("outputs", "attachments")
_VALUE = re.compile(r"\s*+:\s*+([\[{])")


def without_outputs(text: str, keys: Sequence[str] = _KEYS) -> str:
    """The JSON text with the values of these `keys` emptied; as it is, from where a bracket is never closed."""
    wanted = {f'"{key}"' for key in keys}
    kept: list[str] = []
    start = 0
    tokens = _TOKEN.finditer(text)
    for token in tokens:
        if token[0] not in wanted or (value := _VALUE.match(text, token.end())) is None:
            continue
        depth = 0
        for inner in tokens:
            depth += (inner[0] in ("[", "{")) - (inner[0] in ("]", "}"))
            if depth <= 0:
                kept += [text[start : value.start(1)], "[]" if value[1] == "[" else "{}"]
                start = inner.end()
                break
    return "".join([*kept, text[start:]])


__all__ = ["without_outputs"]
