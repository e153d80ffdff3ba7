"""The error for a file that is no program."""

from __future__ import annotations

from grader.messages.text import Text


class SubmissionError(ValueError):
    """A file that is no program: `text` says why and what to do next. `sha256` is of its bytes, None: not read."""

    def __init__(self, text: Text, sha256: str | None = None) -> None:
        super().__init__(text, sha256)
        self.text, self.sha256 = text, sha256

    def __str__(self) -> str:
        return self.text.en
