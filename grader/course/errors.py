"""`LessonError`, for who must not wait for what reads a lesson."""

from __future__ import annotations


class LessonError(ValueError):
    """A lesson's folders are not a lesson; the message names the file and the remedy."""


__all__ = ["LessonError"]
