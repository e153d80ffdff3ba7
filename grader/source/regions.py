"""Regions: the text between a Begin and an End marker, the only part of a student's file that is graded.

Pure functions over text. Markers are found by lines and never by tokens, because a student's text need not tokenize.
Lines end at ``\\n`` alone, after ``\\r\\n`` and ``\\r`` were made ``\\n``, as Python's own tokenizer has it;
`str.splitlines` also splits at form feeds, NEL and U+2028, and would disagree with the compiler about what a line is.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from grader.verdict import Text

MAX_CHANGES = 20  # how many changes outside the regions are worth telling
MAX_CHANGE_CHARS = 120
MAX_TOKENIZED = 1_000  # characters of a line; a tokenizer's time and memory for a longer one are the student's choice

_BLANK = r" \t\u00a0\u3000"  # within a comment, an input method's wide space is a space
_MARKER = re.compile(  # no piece gives back what it took, so that a line is read once
    rf"[ \t]*+#([#*{_BLANK}]*+)(begin|end)(?:[{_BLANK}]++([^\W\d]\w{{0,63}}+))?+([#*{_BLANK}]*+)", re.IGNORECASE
)
_MAGIC = re.compile(r"(?:pass  # )?[%!?]")  # as a notebook has it, and as `grader.source.magics` hands it on
_STRUCTURE = {tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE, tokenize.ENDMARKER}

_REMEDY = Text(
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


@dataclass(frozen=True)
class Spliced:
    """A program: the stub with a submission's regions.

    `origin[i]` is the 1-based line of the submission that program line i+1 came from, None for the stub's own.
    `regions` are the names of the stub's regions, `#1`, `#2`, ... where they have none; `attempted` those whose code
    differs from the stub's.
    """

    program: str
    origin: tuple[int | None, ...]
    attempted: frozenset[str]
    regions: tuple[str, ...]


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
    found = _MARKER.fullmatch(line) if "#" in line else None
    if found is None or not ("**" in found[1] or "*" in found[4] or "#" in found[4]):
        return None
    return found[2].lower(), found[3]


def find_regions(text: str) -> list[Region]:
    """Every region, in the order of the text.

    Raises MarkerError for regions that are nested, unclosed, never begun, closed by another's name, or there twice.
    """
    lines = split_lines(text)
    regions: list[Region] = []
    begins: dict[str, int] = {}
    name, begin = None, 0
    for number, line in enumerate(lines, 1):
        if (found := parse_marker(line)) is None:
            continue
        word, label = found
        if word == "begin":
            if begin:
                raise _unclosed(name, begin, number)
            name, begin = label, number
            continue
        if not begin:
            raise MarkerError(
                f"The End marker at {{0}} has no Begin marker above it. Put its Begin line back. Or: {_REMEDY.en}",
                f"{{0}}的 End 标记前面没有 Begin 标记。请补上 Begin 那一行；或者：{_REMEDY.zh}",
                number,
            )
        if name and label and name != label:
            raise MarkerError(
                f"The End marker at {{0}} says `{label}`, but the region open there is `{name}`, from {{1}}. "
                f"Make both names the same. Or: {_REMEDY.en}",
                f"{{0}}的 End 标记写的是 `{label}`，但{{1}}开始的区域是 `{name}`。"
                f"请把两处名字改成一致；或者：{_REMEDY.zh}",
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
    remedy_en = f"Put the line `{end}` back below your lines. Or: {_REMEDY.en}"
    remedy_zh = f"请在你的代码之后补上 `{end}` 这一行；或者：{_REMEDY.zh}"
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


def splice(stub: str, submission: str) -> Spliced:
    """The stub with its regions' text replaced by the submission's; nothing else of the submission gets in.

    Regions go by name, those without one by order. A region whose Begin marker is indented otherwise than the stub's
    was pasted from elsewhere, and is moved to the stub's indentation. Where the submission's region has no code and
    the stub could not be parsed without its own, the stub's stays, so that an untouched function is as it was.

    Raises MarkerError for the submission's markers, plain ValueError if the stub's own are wrong.
    """
    ours = _stub_regions(stub)
    theirs = _match(ours, find_regions(submission))
    lines, begins = split_lines(stub), split_lines(submission)
    kept = _kept(stub, [mine for mine, their in zip(ours, theirs, strict=True) if not _has_code(their.lines)])
    names = tuple(mine.name or f"#{number}" for number, mine in enumerate(ours, 1))
    program: list[str] = []
    origin: list[int | None] = []
    attempted: set[str] = set()
    done = 0
    for name, mine, their in zip(names, ours, theirs, strict=True):
        stay = mine.begin in kept
        shift = not stay and _indent(lines[mine.begin - 1]) != _indent(begins[their.begin - 1])
        body = mine.lines if stay else _moved(their.lines, _base(mine, lines)) if shift else their.lines
        program += [*lines[done : mine.begin], *body]
        origin += [None] * (mine.begin - done)
        origin += [None] * len(body) if stay else range(their.begin + 1, their.end)
        done = mine.end - 1
        if _differ(mine.lines, body):
            attempted.add(name)
    program += lines[done:]
    origin += [None] * (len(lines) - done)
    return Spliced("\n".join(program), tuple(origin), frozenset(attempted), names)


def blank(text: str) -> str:
    """The text with its regions emptied, their markers kept. Raises MarkerError."""
    return _without(text, find_regions(text))


def outside_changes(stub: str, submission: str) -> list[tuple[int, str]]:
    """Code outside the regions that the stub does not have: at most 20 of ``(1-based line, text)``, made printable.

    Comments, blank lines, magics, indentation and the order of lines do not count. Raises MarkerError.
    """
    known = {_essence(line) for _, line in code_outside(stub)}
    changes: list[tuple[int, str]] = []
    for number, line in code_outside(submission):
        essence = _essence(line)
        # a lone bracket or quote says nothing to the student
        if essence in known or _MAGIC.match(line.lstrip()) or not any(map(str.isalnum, essence)):
            continue
        shown = "".join(filter(str.isprintable, " ".join(line[: 10 * MAX_CHANGE_CHARS].split())))
        changes.append((number, shown[:MAX_CHANGE_CHARS]))
        if len(changes) == MAX_CHANGES:
            break
    return changes


def _stub_regions(stub: str) -> list[Region]:
    try:
        regions = find_regions(stub)
    except MarkerError as error:
        raise ValueError(f"the lesson's own stub is broken: {error}") from error
    if not regions:
        raise ValueError(f"the lesson's own stub has no region; put `{BEGIN}` and `{END}` around what students write")
    return regions


def _match(ours: list[Region], theirs: list[Region]) -> list[Region]:
    """Their region for each of ours."""
    if not theirs:
        raise MarkerError(
            f"This file has no Begin and End markers, so nothing in it can be graded. {_REMEDY.en}",
            f"文件中没有 Begin/End 标记，因此没有可以评分的内容。{_REMEDY.zh}",
        )
    named = {region.name: region for region in theirs if region.name}
    for stranger in sorted(named.keys() - {region.name for region in ours}, key=lambda name: named[name].begin):
        raise MarkerError(
            f"This lesson has no region `{stranger}`, which begins at {{0}}; is the file one of another lesson? "
            f"{_REMEDY.en}",
            f"本关没有{{0}}开始的区域 `{stranger}`；是不是交错了文件？{_REMEDY.zh}",
            named[stranger].begin,
        )
    unnamed = [region for region in theirs if not region.name]
    open_ = [number for number, region in enumerate(ours, 1) if region.name not in named]
    if len(unnamed) != len(open_):
        raise _uneven(ours, open_, unnamed)
    by_order = iter(unnamed)
    return [named[region.name] if region.name in named else next(by_order) for region in ours]


def _uneven(ours: list[Region], open_: list[int], unnamed: list[Region]) -> MarkerError:
    if not unnamed:
        labels = "`, `".join(ours[number - 1].name or f"#{number}" for number in open_)
        return MarkerError(
            f"These regions have lost their markers: `{labels}`. {_REMEDY.en}",
            f"以下区域缺少标记：`{labels}`。{_REMEDY.zh}",
        )
    return MarkerError(
        f"Regions without a name go by their order, and this file has {len(unnamed)} of them, the last at {{0}}, "
        f"where the lesson has {len(open_)}. {_REMEDY.en}",
        f"没有名字的区域按顺序对应：文件中有 {len(unnamed)} 个（最后一个在{{0}}），而本关有 {len(open_)} 个。"
        f"{_REMEDY.zh}",
        unnamed[-1].begin,
    )


def _kept(stub: str, empty: list[Region]) -> set[int]:
    """The Begin lines of those of `empty` without whose code the stub does not parse. Only the stub is ever parsed."""
    kept: set[int] = set()
    gone: list[Region] = []
    for region in empty:
        try:
            ast.parse(_without(stub, [*gone, region]))
            gone.append(region)
        except SyntaxError:
            kept.add(region.begin)
    return kept


def _without(text: str, regions: Sequence[Region]) -> str:
    """The text without what stands between these regions' markers; the regions may come in any order."""
    lines = split_lines(text)
    kept: list[str] = []
    done = 0
    for region in sorted(regions, key=lambda region: region.begin):
        kept += lines[done : region.begin]
        done = region.end - 1
    return "\n".join(kept + lines[done:])


def _code(lines: Sequence[str]) -> Iterator[str]:
    stripped = (line.strip() for line in lines)
    return (line for line in stripped if line and not line.startswith("#"))


def _has_code(lines: Sequence[str]) -> bool:
    return next(_code(lines), None) is not None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _base(region: Region, lines: list[str]) -> str:
    """The indentation of a region: its first code line's, its Begin marker's if it has no code."""
    return _indent(next((line for line in region.lines if _has_code([line])), lines[region.begin - 1]))


def _moved(lines: tuple[str, ...], base: str) -> tuple[str, ...]:
    """The lines shifted so that their first code has indentation `base`; as they are where tabs make that a guess."""
    first = _indent(next((line for line in lines if _has_code([line])), base))
    if first == base or "\t" in base or any("\t" in _indent(line) for line in lines):
        return lines
    out = max(0, len(first) - len(base))  # how many blanks to take away, at most
    into = " " * max(0, len(base) - len(first))
    return tuple(into + line[min(out, len(_indent(line))) :] if line.strip() else line for line in lines)


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two regions differ in their code."""
    if all(len(line) <= MAX_TOKENIZED for line in (*one, *other)):
        try:
            # in step and lazily: a hostile text is read no further than to its first difference from the stub
            return any(a != b for a, b in zip_longest(_tokens(one), _tokens(other)))
        except (tokenize.TokenError, SyntaxError, ValueError):
            pass
    return any(a != b for a, b in zip_longest(_code(one), _code(other)))


def _tokens(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for kind, string, *_ in tokenize.generate_tokens((line + "\n" for line in lines).__next__):
        if kind not in (tokenize.COMMENT, tokenize.NL):
            yield kind, "" if kind in _STRUCTURE else string


def code_outside(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines outside every region that are neither blank nor comments."""
    inside = {number for region in find_regions(text) for number in range(region.begin, region.end + 1)}
    for number, line in enumerate(split_lines(text), 1):
        if number not in inside and _has_code([line]):
            yield number, line


def _essence(line: str) -> str:
    """A line of code without indentation, doubled blanks and, where no quote makes that a guess, its comment."""
    head = line.split("#", 1)[0]
    return " ".join((line if "'" in head or '"' in head else head).split())
