"""Hostile zip archives, each made by a small function; see `tests.attacks.files`."""

from __future__ import annotations

import io
import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path

from tests.attacks.corpus import COURSE
from tests.attacks.files import LESSON, declare, reference

_FILE = "gate_math.py"


def _packed(*entries: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytearray:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, data in entries:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return bytearray(out.getvalue())


def _zip(folder: Path, data: bytes | bytearray) -> Path:
    path = folder / "gate_math.zip"
    path.write_bytes(data)
    return path


def _set(data: bytearray, central: int, local: int, value: int) -> bytearray:
    """Change a field of the first entry, in the directory and before its bytes."""
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + central, value)
    struct.pack_into("<I", data, data.index(b"PK\x03\x04") + local, value)
    return data


@declare("rejected")
def archive_with_a_link_to_the_solution(folder: Path) -> Path:
    """show or grade what the link names"""
    info = zipfile.ZipInfo(_FILE)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip(folder, _packed((info, os.fspath(COURSE / "solutions" / LESSON / _FILE))))


@declare("rejected")
def archive_that_leads_outside(folder: Path) -> Path:
    """be written to the disk"""
    return _zip(folder, _packed((f"../../neighbour-000/{LESSON}/{_FILE}", "x = 1\n"), (_FILE, reference())))


@declare("rejected")
def archive_of_an_absolute_path(folder: Path) -> Path:
    """be written to the disk"""
    return _zip(folder, _packed(("/tmp/gatehouse-was-here", "x"), (_FILE, reference())))


@declare("rejected", kind="exhausting")
def archive_that_unpacks_to_gigabytes(folder: Path) -> Path:
    """fill the memory: it says what it unpacks to"""
    return _zip(folder, _packed(*((f"{number}/{_FILE}", bytes(30_000_000)) for number in range(40))))


@declare("rejected", kind="exhausting")
def archive_that_hides_what_it_unpacks_to(folder: Path) -> Path:
    """fill the memory: it says that it is small"""
    return _zip(folder, _set(_packed((_FILE, bytes(300_000_000))), 24, 22, 2_000))


@declare("rejected", kind="exhausting")
def archive_of_overlapping_entries(folder: Path) -> Path:
    """unpack the same bytes two thousand times"""
    one = bytes(_packed(("00000.py", reference() + "#" * 90_000)))
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    directory = b"".join(one[start:end].replace(b"00000", b"%05d" % number) for number in range(1_900))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1_900, 1_900, len(directory), start, 0)
    return _zip(folder, one[:start] + directory + tail)


@declare("rejected", kind="exhausting")
def archive_of_a_million_entries(folder: Path) -> Path:
    """make an object of each"""
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 400_000
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory), 0, 0)
    return _zip(folder, directory + tail)


@declare("rejected")
def archive_with_a_name_twice(folder: Path) -> Path:
    """be one answer for who looks at it, and another for the grader"""
    return _zip(folder, _packed((_FILE, "x = 1\n"), (_FILE, reference())))


@declare("rejected")
def archive_that_asks_for_a_password(folder: Path) -> Path:
    """wait for somebody to type it"""
    data = _packed((_FILE, reference()))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    return _zip(folder, data)


@declare("rejected")
def archive_within_archives(folder: Path) -> Path:
    """be opened again and again"""
    data = bytes(_packed((_FILE, reference())))
    for depth in range(30):
        data = bytes(_packed((f"{depth}.zip", data)))
    return _zip(folder, data)


@declare("passed", None)
def archive_that_names_a_neighbour(folder: Path) -> Path:
    """make its author's answer a neighbour's, or the other way"""
    return _zip(folder, _packed((f"neighbour-000/{LESSON}/{_FILE}", reference())))
