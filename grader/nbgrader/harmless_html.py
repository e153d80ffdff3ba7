"""HTML of a student's, made harmless: what an instructor's browser shows of it runs no script.

An allow-list, by bleach. Names that formgrader's own scripts listen to, ids and classes, are taken away, too.
"""

from __future__ import annotations

import html
import re
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer

MOST_HTML = 200_000  # characters
MOST_SHOWN = 1_000_000  # characters of what is shown as it was written
_MOST_TAGS, _DEEPEST = 20_000, 100

_TAGS = frozenset(
    """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
    i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr tt u ul
    var
    """.split()
)
_PLAIN = frozenset(
    "align alt border cellpadding cellspacing colspan dir height lang open rowspan scope span start style title valign "
    "width".split()
)
# Of pygments, pandas and nbconvert: nothing that formgrader's scripts look for.
_CLASS = re.compile(r"(highlight|hll|dataframe|anchor-link|[a-z][a-z0-9]{0,2})")
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*+")
_LINK = re.compile(r"(?:https?://|mailto:|#)[^\s]*+", re.IGNORECASE)
_LARGE_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=]{200,}+")
_TAKEN = re.compile(r"data:image/png;base64,picture([0-9]{1,6})(?![A-Za-z0-9+/=])")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = re.compile(r"<(style|script|title|template|noscript|iframe|textarea)\b", re.IGNORECASE)
# What MathJax would make a link, a style or an id of.
_MATH = re.compile(r"\\(?=(?:href|url|require|cssId|class|style|unicode|bbox|data|html\w{0,20})\b)")
_CSS = CSSSanitizer(
    allowed_css_properties="""
    background-color border border-bottom border-collapse border-color border-left border-right border-style border-top
    border-width color font-family font-size font-style font-variant font-weight height line-height margin margin-bottom
    margin-left margin-right margin-top max-height max-width padding padding-bottom padding-left padding-right
    padding-top text-align text-decoration text-indent vertical-align white-space width
    """.split(),
    allowed_svg_properties=[],
)


def clean_html(text: Any) -> str:
    """`text` with nothing left that runs or listens; what cannot be read as HTML in reasonable time, as its source.

    The name is that of nbconvert's filter, which it replaces.
    """
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    pictures: list[str] = []

    def take(match: re.Match[str]) -> str:
        pictures.append(match[0])
        return f"data:image/png;base64,picture{len(pictures) - 1}"

    short = _without_unseen(_LARGE_IMAGE.sub(take, text))
    if not _readable(short):
        return f"<pre>{_no_links_in_formulas(html.escape(text[:MOST_SHOWN]))}</pre>"
    cleaned = bleach.clean(
        short, tags=_TAGS, attributes=_attribute, protocols={"http", "https", "mailto", "data"},
        strip=True, strip_comments=True, css_sanitizer=_CSS,
    )  # fmt: skip
    cleaned = _no_links_in_formulas(cleaned)
    return _TAKEN.sub(lambda match: pictures[int(match[1])] if int(match[1]) < len(pictures) else "", cleaned)


def _readable(text: str) -> bool:
    """Whether html5lib reads it in time: it takes quadratic time where elements are nested deeply."""
    if len(text) > MOST_HTML or text.count("<") > _MOST_TAGS or text.count("=") > _MOST_TAGS:
        return False
    depth = 0
    for match in _TAG.finditer(text):
        depth = depth + 1 if not match[1] else max(0, depth - 1)
        if depth > _DEEPEST and match[2].lower() not in _VOID:
            return False
        if match[2].lower() in _VOID:
            depth -= not match[1]
    return True


def _no_links_in_formulas(text: str) -> str:
    return _MATH.sub(r"\\textbackslash ", text) if "\\" in text else text


def _attribute(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return all(_CLASS.fullmatch(each) for each in value.split())
    if name == "href":
        return tag == "a" and bool(_LINK.fullmatch(value.strip()))
    if name == "src":
        return tag == "img" and bool(_DATA_IMAGE.fullmatch(value) or value.lower().startswith("https://"))
    return name in _PLAIN


def _without_unseen(text: str) -> str:
    """Without elements whose text is not meant to be read; bleach would keep the text. What is left of a trick with
    them is still only what bleach lets through."""
    parts, end = [], 0
    lowered = text.lower()
    while match := _UNSEEN.search(text, end):
        parts.append(text[end : match.start()])
        close = lowered.find(f"</{match[1].lower()}", match.end())
        after = lowered.find(">", close) if close >= 0 else -1
        if after < 0:
            return "".join(parts)
        end = after + 1
    return "".join([*parts, text[end:]])
