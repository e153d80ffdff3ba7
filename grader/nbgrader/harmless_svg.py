"""An SVG picture of a student's, built anew of its shapes: nothing in it runs, loads or listens."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import defusedxml.ElementTree

MOST_SVG = 500_000  # characters
_MOST_TAGS, _DEEPEST = 20_000, 100
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_SHAPES = frozenset(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan clipPath linearGradient
    radialGradient stop marker pattern
    """.split()
)
_SHAPE_ATTRIBUTES = frozenset(
    """
    id d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height viewBox points transform preserveAspectRatio offset
    gradientUnits gradientTransform patternUnits clipPathUnits markerWidth markerHeight refX refY orient version
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray
    stroke-dashoffset stroke-miterlimit opacity color clip-path clip-rule stop-color stop-opacity font-family font-size
    font-style font-weight text-anchor dominant-baseline letter-spacing rotate
    """.split()
)
_HARMLESS_VALUE = re.compile(
    r"(?:(?:rgb|matrix|translate|scale|rotate|skewX|skewY)\(|url\(#[\w-]++\)|[^()\\<>&;:@]|\))*+"
)
_SAFE_STYLE = re.compile(r"[a-z-]{1,30}")


def clean_svg(text: str) -> str | None:
    """An SVG picture built anew of the shapes in `text`; None if it is too large or no SVG."""
    if len(text) > MOST_SVG or text.count("<") > _MOST_TAGS:
        return None
    try:
        root = defusedxml.ElementTree.fromstring(text, forbid_dtd=False)
    except (ElementTree.ParseError, ValueError, RecursionError):
        return None
    if root.tag != f"{_SVG}svg":
        return None
    made = ElementTree.Element("svg", {"xmlns": _SVG[1:-1], "xmlns:xlink": _XLINK[1:-1]})
    waiting = [(root, made, 0)]
    while waiting:
        theirs, ours, depth = waiting.pop()
        _copy_attributes(theirs, ours)
        if ours.tag in ("text", "tspan"):
            ours.text, ours.tail = theirs.text, None
        for child in theirs if depth < _DEEPEST else ():
            name = child.tag.removeprefix(_SVG) if isinstance(child.tag, str) else ""
            if name in _SHAPES and child.tag != name:
                waiting.append((child, ElementTree.SubElement(ours, name), depth + 1))
    return ElementTree.tostring(made, encoding="unicode")


def _copy_attributes(theirs: ElementTree.Element, ours: ElementTree.Element) -> None:
    for name, value in theirs.attrib.items():
        if name in ("href", f"{_XLINK}href"):
            if re.fullmatch(r"#[\w.-]++", value):
                ours.set("xlink:href", value)
        elif name == "style":
            _copy_style(value, ours)
        elif name in _SHAPE_ATTRIBUTES and _HARMLESS_VALUE.fullmatch(value):
            ours.set(name, value)


def _copy_style(style: str, ours: ElementTree.Element) -> None:
    """As attributes, which the same list judges."""
    for each in style.split(";")[:50]:
        name, _, value = each.partition(":")
        if _SAFE_STYLE.fullmatch(name.strip()) and name.strip() in _SHAPE_ATTRIBUTES - {"id", "d"}:
            if _HARMLESS_VALUE.fullmatch(value.strip()):
                ours.set(name.strip(), value.strip())
