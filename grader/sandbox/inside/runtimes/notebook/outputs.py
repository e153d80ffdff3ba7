"""What a cell shows, recorded in order: the outputs of a notebook's cell as plain data.

An output is one of
    {"type": "stream", "name": "stdout" or "stderr", "text"}
    {"type": "display_data" or "execute_result", "data": {mime type: text, or bytes of an image}}
    {"type": "error", "ename", "evalue", "traceback": [lines]}
Too much of it is cut here so that an honest cell that prints a lot still ends; the grader has bounds of its own.
"""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any

_TEXTS = ("text/plain", "text/html", "image/svg+xml")
_MAX_STREAM = 1 << 20  # characters of a cell, on both streams together
_MAX_TEXT, _MAX_IMAGE, _MAX_SHOWN = 1 << 19, 8 << 20, 16 << 20
_MAX_OUTPUTS, _MAX_LINES, _MAX_LINE = 500, 200, 4000
_CUT = "\n[...]\n"


class Recorder:
    """The outputs of one cell after the other."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._by_id: dict[str, dict[str, Any]] = {}
        self._streamed = self._shown = 0
        self._clear_next = False

    def stream(self, name: str, text: str) -> None:
        """Text on a stream. Past the bound it is dropped; but that something was said there stays recorded."""
        if not text:
            return
        self._cleared()
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") != name:
            if len(self.outputs) >= _MAX_OUTPUTS and any(output.get("name") == name for output in self.outputs):
                return
            last = {"type": "stream", "name": name, "text": ""}
            self.outputs.append(last)
        left = _MAX_STREAM - self._streamed
        if left > 0:
            self._streamed += len(text)
            last["text"] += text if len(text) <= left else text[:left] + _CUT
        elif not last["text"]:
            last["text"] = _CUT

    def show(self, kind: str, bundle: dict[str, Any], display_id: str | None = None, *, update: bool = False) -> None:
        """A bundle of mime types. An update changes what this very cell has shown under that id, nothing else."""
        data = self._taken(bundle)
        if update:
            if display_id in self._by_id:
                self._by_id[display_id]["data"] = data
            return
        self._cleared()
        if len(self.outputs) >= _MAX_OUTPUTS and kind == "display_data":
            return
        output = {"type": kind, "data": data}
        self.outputs.append(output)
        if type(display_id) is str:
            self._by_id[display_id] = output

    def error(self, ename: str, evalue: str, traceback: list[str]) -> None:
        self._cleared()
        lines = [str(line)[:_MAX_LINE] for line in traceback]
        if len(lines) > _MAX_LINES:
            lines = [*lines[: _MAX_LINES // 2], _CUT.strip(), *lines[-_MAX_LINES // 2 :]]
        error = {"type": "error", "ename": str(ename)[:200], "evalue": str(evalue)[:_MAX_LINE], "traceback": lines}
        self.outputs.append(error)

    def clear(self, *, wait: bool) -> None:
        self._clear_next = True
        if not wait:
            self._cleared()

    def _cleared(self) -> None:
        if self._clear_next:
            self.outputs, self._by_id, self._clear_next = [], {}, False

    def _taken(self, bundle: dict[str, Any]) -> dict[str, Any]:
        """What is sent of a bundle: texts, and PNG as bytes."""
        data: dict[str, Any] = {}
        for kind in _TEXTS:
            text = bundle.get(kind)
            if isinstance(text, list | tuple):
                text = "".join(map(str, text))
            if isinstance(text, str):
                if len(text) <= _MAX_TEXT and self._fits(len(text)):
                    data[kind] = str(text)
                elif kind == "text/plain":
                    data[kind] = text[:4000] + _CUT
        image = bundle.get("image/png")
        if isinstance(image, str):
            try:
                image = base64.b64decode(image, validate=False)
            except (binascii.Error, ValueError):
                image = None
        if isinstance(image, bytes) and len(image) <= _MAX_IMAGE and self._fits(len(image)):
            data["image/png"] = bytes(image)
        return data

    def _fits(self, size: int) -> bool:
        if self._shown + size > _MAX_SHOWN:
            return False
        self._shown += size
        return True


class Stream(io.TextIOBase):
    """What stands for `sys.stdout` or `sys.stderr` while cells run."""

    def __init__(self, recorder: Recorder, name: str, fd: int) -> None:
        self._recorder, self.name, self._fd = recorder, f"<{name}>", fd
        self._stream = name

    encoding = "utf-8"  # type: ignore[assignment]
    errors = "backslashreplace"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._fd

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.stream(self._stream, str(text))
        return len(text)
