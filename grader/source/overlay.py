"""Overlays: answers that hold only the regions in which they differ from a reference. Pure functions over text.

Wrong and right answers in ``solutions/`` may be written so. A student's file is never read as an overlay.
"""

from __future__ import annotations

from grader.source.regions import Region, code_outside, find_regions, split_lines


def is_overlay(answer: str) -> bool:
    """Whether all code of `answer` stands inside regions, and there is at least one.

    A whole file of which this is true has every region and nothing else, so it is the same program either way.
    Raises MarkerError for markers that cannot be understood.
    """
    return bool(find_regions(answer)) and next(code_outside(answer), None) is None


def overlay(reference: str, answer: str) -> str:
    """The reference, with each region of the overlay `answer` in the place of its own.

    Regions go by name, those without one by order, of which there must be as many as in the reference. The markers
    come along, so that a region is moved to another indentation where a student's would be.
    Raises ValueError, with the remedy, for an answer that is no overlay or that has a region unknown to the reference;
    MarkerError (a ValueError) for the markers of either.
    """
    given = find_regions(answer)
    if not given:
        raise ValueError("it has no region: put in those that differ from the reference, with their markers")
    for number, line in code_outside(answer):
        raise ValueError(f"line {number} is code outside its regions: {line.strip()[:60]!r}; remove it")
    lines, given_lines = split_lines(reference), split_lines(answer)
    result: list[str] = []
    done = 0
    for own, region in sorted(_pairs(find_regions(reference), given), key=lambda pair: pair[0].begin):
        result += lines[done : own.begin - 1]
        result += given_lines[region.begin - 1 : region.end]
        done = own.end
    return "\n".join(result + lines[done:])


def _pairs(own: list[Region], given: list[Region]) -> list[tuple[Region, Region]]:
    """Each given region with the reference's own that it replaces."""
    by_name = {region.name: region for region in own if region.name}
    unnamed_own, unnamed = ([region for region in regions if not region.name] for regions in (own, given))
    if unnamed and len(unnamed) != len(unnamed_own):
        raise ValueError(
            f"it has {len(unnamed)} regions without a name and the reference has {len(unnamed_own)}; "
            "give each region the name that it has in the reference"
        )
    pairs = list(zip(unnamed_own, unnamed, strict=True)) if unnamed else []
    for region in given:
        if region.name:
            if region.name not in by_name:
                known = ", ".join(by_name) or "none with a name"
                raise ValueError(
                    f"line {region.begin}: the reference has no region {region.name!r}; its regions are: {known}"
                )
            pairs.append((by_name[region.name], region))
    return pairs


__all__ = ["is_overlay", "overlay"]
