"""What a check says besides its verdict: `note`, and `carried` for an error that was carried forward."""

from __future__ import annotations

from grader.verdict import Text

_notes: list[Text] = []  # of the check that is running; a process runs one at a time


def note(*, en: str, zh: str) -> None:
    """Say how this check judged, whatever its outcome: the student reads it beside the check. Only the first counts."""
    _notes.append(Text(en=en, zh=zh))


def carried(*functions: str) -> None:
    """Note that the answer was judged by the student's own `functions`, which are wrong: they alone cost points."""
    names_en, names_zh = " and ".join(functions), "、".join(functions)
    note(
        en=f"right, given your own {names_en}: the error there costs its points there, and is not counted again here",
        zh=f"按你自己写的 {names_zh} 来算，这里是对的：{names_zh} 里的错误已在它自己的检查中扣分，这里不再重复扣",
    )


def take() -> Text | None:
    """The note of the check that has ended, if it left one."""
    taken = _notes[0] if _notes else None
    _notes.clear()
    return taken
