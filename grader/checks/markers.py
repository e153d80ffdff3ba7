"""What a check says of itself: its points, its title, the checks that it needs, by markers and docstring."""

from __future__ import annotations

import pytest

from grader.messages.sentences import say
from grader.verdict import Text


def base(name: str) -> str:
    """The check's name without its parameters."""
    return name.split("[")[0]


def depends(item: pytest.Item) -> list[str]:
    """The names of the checks that this one needs."""
    return [name for mark in item.iter_markers("depends") for name in mark.args]


def confirmed_by(item: pytest.Item) -> list[str]:
    """The names of the hidden checks without which passing this one earns nothing."""
    return [name for mark in item.iter_markers("confirmed_by") for name in mark.args]


def worth(item: pytest.Item) -> float:
    """The points of a check: 1 unless marked."""
    mark = item.get_closest_marker("points")
    return float(mark.args[0]) if mark and mark.args else 1.0


def title_of(item: pytest.Item) -> Text:
    """The check's sentence: the docstring's first line in English, its second in Chinese; the name if there is none."""
    lines = [
        line.strip() for line in (getattr(item, "function", None).__doc__ or "").strip().splitlines() if line.strip()
    ]
    en, zh = (lines + [item.name] * 2)[:2] if len(lines) != 1 else (lines[0], lines[0])
    if callspec := getattr(item, "callspec", None):
        return say("{title} ({parameters})", title=Text(en=en, zh=zh), parameters=callspec.id)
    return Text(en=en, zh=zh)
