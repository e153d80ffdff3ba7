"""Faults of ours or of this machine, never the student's."""

from __future__ import annotations


class SandboxError(RuntimeError):
    """The sandbox itself failed, or this machine cannot offer the level asked for. No score follows from it."""


class DeviceError(SandboxError):
    """A GPU was asked for, and would not have been used. Nothing may be graded on another device in silence."""

    def __init__(self, why: str, *, elsewhere: bool = True) -> None:
        remedy = "Grade where one is (`grader devices` shows what is found), or say" if elsewhere else "Say"
        super().__init__(
            f"the profile asks for a GPU, and {why}. {remedy} --device cpu, which is written into every verdict, or "
            "choose another profile."
        )
