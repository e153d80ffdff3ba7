"""Zip archives that students hand in: read in memory, never extracted, and refused with a sentence where they lie.

An archive is its author's choice from the first byte to the last. So nothing of what it says is believed before it was
compared: how many entries, how large, where they lie. A worker's limited process reads it, at its author's cost only.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from grader.grading.filenames import ARCHIVES, OTHER_ARCHIVES, FileName, nearness
from grader.grading.lms import delivery
from grader.grading.names import printed
from grader.grading.opening import MAX_BYTES, MOST_TOGETHER, File, most_bytes, too_large, too_large_together
from grader.messages.sentences import say
from grader.messages.text import Text
from grader.source.errors import SubmissionError

MOST_ENTRIES = 2_000
MOST_READ = 20  # files of one archive that are unpacked
MOST_UNPACKED = 200_000_000  # bytes that an archive may claim to hold: a data set, and no bomb
MOST_HELD = MOST_TOGETHER  # bytes of those files together
_RATIO = 200  # how much smaller an entry may be than what it claims to unpack to; text reaches 30
_SMALL = 1_000_000  # bytes to which an entry of any ratio may unpack
_EVERY = (*ARCHIVES, *OTHER_ARCHIVES)
_READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack all of an entry at once, whatever its size
_LOCAL = struct.Struct("<4s5H3I2H")
_UTF8, _ENCRYPTED = 0x800, 0x1 | 0x40 | 0x2000
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError,
           EOFError, OSError, struct.error, zlib.error, MemoryError)  # fmt: skip


def is_archive(name: str, data: bytes) -> bool:
    """Whether a file is an archive, by its first bytes whatever it is called, or by its name."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")) or FileName.of(name).kind in _EVERY


def members(name: str, data: bytes, module: str, skipped: Callable[[str], bool], place: int = 0) -> list[File]:
    """The notebooks and Python files in the archive `name`, those that are named most like `module` first; at most
    `MOST_READ`. `skipped` says whether a folder or file of that name is nobody's.

    Raises SubmissionError for an archive that is damaged, encrypted, too large, or holds what no honest one does.
    """
    shown = printed(name)
    if FileName.of(name).kind in OTHER_ARCHIVES:
        raise _refused(shown, say("of archives, only zip is"))
    try:
        if data.count(b"PK\x01\x02") > MOST_ENTRIES:  # before anything is made of them
            raise _refused(shown, say("it holds more than {most:,} files", most=MOST_ENTRIES))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            paths = _paths(shown, infos)
            if _of_a_class([path for path, _ in paths]):
                raise SubmissionError(
                    say(
                        "The archive {name} holds the files of several students. Unpack it, and grade the folder.",
                        name=shown,
                    )
                )
            _lie_apart(shown, infos, data, archive.start_dir)
            near = {path: _near(path, module, skipped) for path, _ in paths}
            found = [(path, info) for path, info in paths if near[path] is not None]
            if not found:
                raise SubmissionError(_nothing_in(shown, [path for path, _ in paths]))
            found.sort(key=lambda one: (near[one[0]], one[0].count("/"), one[0]))
            return list(_unpacked(archive, shown, found[:MOST_READ], place))
    except SubmissionError:
        raise
    except _BROKEN as error:
        raise _refused(shown, say("it is damaged or unfinished")) from error


def _of_a_class(paths: list[str]) -> bool:
    """Whether it is what Moodle or Canvas gives of a whole class."""
    told = (delivery(path.split("/")[0], is_folder="/" in path) for path in paths)
    return len({one.number for one in told if one is not None}) > 1


def _near(path: str, module: str, skipped: Callable[[str], bool]) -> int | None:
    parts = path.split("/")
    return None if any(map(skipped, parts)) else nearness(parts[-1], module)


def _paths(shown: str, infos: list[zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
    """Each file's path and entry. Raises SubmissionError for a path, a link or a size that no honest archive has."""
    seen: set[str] = set()
    files = []
    claimed = 0
    for info in infos:
        path = _decoded(info).replace("\\", "/")
        where = printed(path)[:100]
        parts = PurePosixPath(path).parts
        if path.startswith("/") or path[1:2] == ":" or ".." in parts or "\0" in path:
            raise _refused(shown, say("{entry} in it names a place outside of it", entry=where))
        if (info.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000):
            raise _refused(shown, say("{entry} in it is a link or a device", entry=where))
        if info.flag_bits & _ENCRYPTED:
            raise _refused(shown, say("it is protected by a password"))
        plain = "/".join(part for part in parts if part != ".")
        if plain in seen:
            raise _refused(shown, say("{entry} is in it twice", entry=where))
        seen.add(plain)
        claimed += info.file_size
        most = most_bytes(plain)  # what a notebook shows may be one line a million times
        bomb = info.file_size > max(_SMALL if most == MAX_BYTES else most, _RATIO * info.compress_size)
        if bomb or claimed > MOST_UNPACKED:
            raise _refused(shown, say("it would unpack to far more than it should"))
        if not path.endswith("/"):
            files.append((plain, info))
    return files


def _decoded(info: zipfile.ZipInfo) -> str:
    """The entry's name. Without the mark for UTF-8 it is in whatever its author's system wrote: often GBK in China."""
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _lie_apart(shown: str, infos: list[zipfile.ZipInfo], data: bytes, end: int) -> None:
    """Raises SubmissionError where two entries share bytes: one small piece would unpack again and again."""
    for info in sorted(infos, key=lambda one: -one.header_offset):
        if not 0 <= info.header_offset <= len(data) - _LOCAL.size:
            raise zipfile.BadZipFile("an entry outside of the file")
        header = _LOCAL.unpack_from(data, info.header_offset)
        if info.header_offset + _LOCAL.size + header[9] + header[10] + info.compress_size > end:
            raise _refused(shown, say("entries in it overlap"))
        end = info.header_offset


def _unpacked(
    archive: zipfile.ZipFile, shown: str, entries: list[tuple[str, zipfile.ZipInfo]], place: int
) -> Iterator[File]:
    held = 0
    for path, info in entries:
        name = f"{shown}/{path}"
        if info.compress_type not in _READ_METHODS:
            raise _refused(
                shown, say("{entry} in it is compressed in a way that is not read", entry=printed(path)[:100])
            )
        if info.file_size > (most := most_bytes(path)):
            yield File(name, fault=too_large(most), place=place)
            continue
        if held + info.file_size > MOST_HELD:
            yield File(name, fault=too_large_together(), place=place)
            continue
        with archive.open(info) as stream:
            data = stream.read(most + 1)  # it ends where the entry says, and checks what it read
        held += len(data)
        yield File(name, data, place=place)


def _nothing_in(shown: str, paths: list[str]) -> Text:
    inner = [printed(path)[:60] for path in paths if FileName.of(path).kind in _EVERY]
    if inner:
        return say(
            "The archive {name} holds another archive, {inner}, and no notebook. Submit the lesson's .ipynb or .py "
            "file itself.",
            name=shown, inner=inner[0],
        )  # fmt: skip
    return say(
        "The archive {name} holds no notebook and no Python file. Submit the lesson's .ipynb or .py file itself.",
        name=shown,
    )


def _refused(shown: str, why: Text) -> SubmissionError:
    return SubmissionError(
        say(
            "The archive {name} is not read: {why}. Submit the lesson's .ipynb or .py file itself.", name=shown, why=why
        )
    )


__all__ = ["MOST_ENTRIES", "MOST_HELD", "MOST_READ", "is_archive", "members"]
