"""What a check says of itself: its points, its title, the checks that it needs, by markers and docstring."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from grader.messages.sentences import say
from grader.verdict import Text


def base(name: str) -> str:
    """The check's name without its parameters."""
    return name.split("[")[0]


@dataclass(frozen=True)
class Declared:
    """What stands in a check's markers and docstring: the checks that it needs, those without which passing it earns
    nothing, its points, and its sentence."""

    depends: tuple[str, ...]
    confirmed_by: tuple[str, ...]
    points: float
    title: Text


_DECLARED = pytest.StashKey[Declared]()


def declared(item: pytest.Item) -> Declared:
    """What the check says of itself, read once: a class asks for it again and again."""
    if _DECLARED not in item.stash:
        needed, confirming = _names(item, "depends"), _names(item, "confirmed_by")
        item.stash[_DECLARED] = Declared(needed, confirming, _points(item), _title(item))
    return item.stash[_DECLARED]


def depends(item: pytest.Item) -> tuple[str, ...]:
    """The names of the checks that this one needs."""
    return declared(item).depends


def confirmed_by(item: pytest.Item) -> tuple[str, ...]:
    """The names of the hidden checks without which passing this one earns nothing."""
    return declared(item).confirmed_by


def worth(item: pytest.Item) -> float:
    """The points of a check: 1 unless marked; NaN if marked with what is no number."""
    return declared(item).points


def title_of(item: pytest.Item) -> Text:
    """The check's sentence: the docstring's first line in English, its second in Chinese; the name if there is none."""
    return declared(item).title


def _names(item: pytest.Item, marker: str) -> tuple[str, ...]:
    return tuple(name for mark in item.iter_markers(marker) for name in mark.args)


def _points(item: pytest.Item) -> float:
    mark = item.get_closest_marker("points")
    try:
        return float(mark.args[0]) if mark and mark.args else 1.0
    except (TypeError, ValueError):
        return math.nan


def _title(item: pytest.Item) -> Text:
    lines = [
        line.strip() for line in (getattr(item, "function", None).__doc__ or "").strip().splitlines() if line.strip()
    ]
    en, zh = (lines + [item.name] * 2)[:2] if len(lines) != 1 else (lines[0], lines[0])
    if callspec := getattr(item, "callspec", None):
        return say("{title} ({parameters})", title=Text(en=en, zh=zh), parameters=callspec.id)
    return Text(en=en, zh=zh)
