"""Regions: the text between a Begin and an End marker, the only part of a student's file that is graded.

Pure functions over text. Markers are found by lines and never by tokens, because a student's text need not tokenize.
Lines end at ``\\n`` alone, after ``\\r\\n`` and ``\\r`` were made ``\\n``, as Python's own tokenizer has it;
`str.splitlines` also splits at form feeds, NEL and U+2028, and would disagree with the compiler about what a line is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.verdict import Text

_BLANK = r" \t\u00a0\u3000"  # within a comment, an input method's wide space is a space
_MARKER = re.compile(  # no piece gives back what it took, so that a line is read once
    rf"[ \t]*+#([#*{_BLANK}]*+)(begin|end)(?:[{_BLANK}]++([^\W\d]\w{{0,63}}+))?+([#*{_BLANK}]*+)", re.IGNORECASE
)

REMEDY = Text(
    en="Download the lesson's notebook again and copy your lines between its markers.",
    zh="请重新下载本关的笔记本，把你的代码复制到它的标记之间。",
)


class MarkerError(ValueError):
    """The markers of a submission cannot be understood.

    `line` is the 1-based line that the message names first, None if something is missing; `text` is the message in both
    languages, with what to do next; `located` says the same with other words for each line, such as cell numbers.
    """

    def __init__(self, en: str, zh: str, *lines: int) -> None:
        super().__init__(en, zh, *lines)  # all of them, so that the error survives pickling
        self._en, self._zh, self.lines = en, zh, lines
        self.line = lines[0] if lines else None
        self.text = self.located(lambda line: Text(en=f"line {line}", zh=f"第 {line} 行"))

    def located(self, where: Callable[[int], Text]) -> Text:
        """The message, its lines named by `where`: pass `Submission.where` to name a notebook's cells."""
        places = [where(line) for line in self.lines]
        return Text(
            en=self._en.format(*(place.en for place in places)), zh=self._zh.format(*(place.zh for place in places))
        )

    def __str__(self) -> str:
        return self.text.en


@dataclass(frozen=True)
class Region:
    """One region: `begin` and `end` are the 1-based lines of its markers, `lines` what stands between them."""

    name: str | None
    begin: int
    end: int
    lines: tuple[str, ...]


def marker(word: str, name: str | None = None) -> str:
    """A marker in the one spelling that is emitted; `word` is ``"Begin"`` or ``"End"``."""
    return f"# ********** {word} {name} ********** #" if name else f"# ********** {word} ********** #"


BEGIN, END = marker("Begin"), marker("End")


def split_lines(text: str) -> list[str]:
    """The lines of `text` as the compiler counts them, without their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_marker(line: str) -> tuple[str, str | None] | None:
    """``("begin" or "end", name)`` if the line is a marker, else None.

    A marker is a comment of the word and at most one name, with `**` before it, or stars or hashes after it:
    `# begin with the input gate` and the list item `# * begin` are ordinary comments.
    """
    match = _MARKER.fullmatch(line) if "#" in line else None
    if match is None or not ("**" in match[1] or "*" in match[4] or "#" in match[4]):
        return None
    return match[2].lower(), match[3]


def find_regions(text: str) -> list[Region]:
    """Every region, in the order of the text.

    Raises MarkerError for regions that are nested, unclosed, never begun, closed by another's name, or there twice.
    """
    lines = split_lines(text)
    regions: list[Region] = []
    begins: dict[str, int] = {}
    name, begin = None, 0
    for number, line in enumerate(lines, 1):
        if (parsed := parse_marker(line)) is None:
            continue
        word, label = parsed
        if word == "begin":
            if begin:
                raise _unclosed(name, begin, number)
            name, begin = label, number
            continue
        if not begin:
            raise MarkerError(
                f"The End marker at {{0}} has no Begin marker above it. Put its Begin line back. Or: {REMEDY.en}",
                f"{{0}}的 End 标记前面没有 Begin 标记。请补上 Begin 那一行；或者：{REMEDY.zh}",
                number,
            )
        if name and label and name != label:
            raise MarkerError(
                f"The End marker at {{0}} says `{label}`, but the region open there is `{name}`, from {{1}}. "
                f"Make both names the same. Or: {REMEDY.en}",
                f"{{0}}的 End 标记写的是 `{label}`，但{{1}}开始的区域是 `{name}`。"
                f"请把两处名字改成一致；或者：{REMEDY.zh}",
                number,
                begin,
            )
        name = name or label
        if name and name in begins:
            raise MarkerError(
                f"The region `{name}` is there twice, at {{0}} and at {{1}}. "
                "Delete the one that is not your answer, save, and submit again.",
                f"区域 `{name}` 出现了两次，分别在{{0}}和{{1}}。请删去不是答案的那一个，保存后重新提交。",
                begins[name],
                begin,
            )
        if name:
            begins[name] = begin
        regions.append(Region(name, begin, number, tuple(lines[begin : number - 1])))
        name, begin = None, 0
    if begin:
        raise _unclosed(name, begin)
    return regions


def _unclosed(name: str | None, begin: int, inner: int | None = None) -> MarkerError:
    end = marker("End", name)
    remedy_en = f"Put the line `{end}` back below your lines. Or: {REMEDY.en}"
    remedy_zh = f"请在你的代码之后补上 `{end}` 这一行；或者：{REMEDY.zh}"
    if inner is None:
        return MarkerError(
            f"The region that begins at {{0}} has no End marker. {remedy_en}",
            f"{{0}}开始的区域没有 End 标记。{remedy_zh}",
            begin,
        )
    return MarkerError(
        f"The Begin marker at {{0}} stands inside the region that begins at {{1}} and has not ended yet. {remedy_en}",
        f"{{0}}的 Begin 标记位于{{1}}开始、尚未结束的区域之内。{remedy_zh}",
        inner,
        begin,
    )


def blank(text: str) -> str:
    """The text with its regions emptied, their markers kept. Raises MarkerError."""
    return without(text, find_regions(text))


def without(text: str, regions: Sequence[Region]) -> str:
    """The text without what stands between these regions' markers; the regions may come in any order."""
    lines = split_lines(text)
    kept: list[str] = []
    done = 0
    for region in sorted(regions, key=lambda region: region.begin):
        kept += lines[done : region.begin]
        done = region.end - 1
    return "\n".join(kept + lines[done:])


def code_lines(lines: Sequence[str]) -> Iterator[str]:
    stripped = (line.strip() for line in lines)
    return (line for line in stripped if line and not line.startswith("#"))


def has_code(lines: Sequence[str]) -> bool:
    return next(code_lines(lines), None) is not None


def code_outside(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines outside every region that are neither blank nor comments."""
    inside = {number for region in find_regions(text) for number in range(region.begin, region.end + 1)}
    for number, line in enumerate(split_lines(text), 1):
        if number not in inside and has_code([line]):
            yield number, line
