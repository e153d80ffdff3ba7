"""Zip archives: the honest ones of every system are read, and each kind of hostile one is refused with a sentence."""

from __future__ import annotations

import io
import json
import stat
import struct
import time
import tracemalloc
import zipfile

import pytest

from grader.course.lesson import Lesson
from grader.grading import archives, choosing
from grader.grading.archives import is_archive, members
from grader.grading.choosing import choose
from grader.grading.names import is_nobody
from grader.grading.opening import File, HandedIn
from grader.source.errors import SubmissionError
from tests import toy

RIGHT = toy.answer().encode()


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data, method)
    return out.getvalue()


def inside(data: bytes, name: str = "work.zip") -> list[File]:
    return members(name, data, "toy.py", is_nobody)


def refused(data: bytes, name: str = "work.zip") -> str:
    with pytest.raises(SubmissionError) as error:
        inside(data, name)
    assert name in error.value.text.zh and "请" in error.value.text.zh
    return error.value.text.en


# --- honest ones ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["toy.py", "ada/01-toy/toy.py", "作业\\toy.py", "./toy.py"])
def test_the_file_is_found_wherever_it_lies(toy_lesson: Lesson, path: str) -> None:
    data = packed(("__MACOSX/._toy.py", b"\0"), (".DS_Store", b"\0"), ("data/mnist.csv", b"0,1\n" * 9), (path, RIGHT))
    chosen = choose(HandedIn("work.zip", data), toy_lesson)
    assert chosen.submission.text == toy.answer() and chosen.name == f"work.zip/{path}".replace("\\", "/").replace(
        "./", ""
    )
    assert chosen.notices[0].en.endswith("in the archive work.zip was graded.")


def test_an_archive_by_another_name_is_one(toy_lesson: Lesson) -> None:
    assert choose(HandedIn("toy.ipynb", packed(("toy.py", RIGHT))), toy_lesson).submission.text == toy.answer()
    assert is_archive("x", packed()) and is_archive("x.zip", b"") and not is_archive("x.py", b"PK")
    assert "only zip is" in refused(packed(("toy.py", RIGHT)), "work.rar") and "damaged" in refused(b"{}")


def test_of_several_the_answered_one_counts(toy_lesson: Lesson) -> None:
    data = packed(("toy.py", toy.STUB.encode()), ("toy-Copy1.py", RIGHT))
    assert choose(HandedIn("work.zip", data), toy_lesson).name == "work.zip/toy-Copy1.py"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_of_chinese_windows_and_of_mac(encoding: str) -> None:
    """Both write a name's bytes without saying in which encoding."""
    name = "第二关作业.py"
    raw = name.encode(encoding)
    ascii_ = "x" * len(raw)
    data = packed((ascii_, RIGHT)).replace(ascii_.encode(), raw)
    assert [file.name for file in inside(data)] == [f"work.zip/{name}"]


def test_stored_and_prefixed_and_written_to_a_pipe() -> None:
    assert inside(packed(("toy.py", RIGHT), method=zipfile.ZIP_STORED))[0].data == RIGHT
    assert inside(b"#!/bin/sh\n" + packed(("toy.py", RIGHT)))[0].data == RIGHT

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("toy.py", "w") as stream:
        stream.write(RIGHT)
    assert inside(out.getvalue())[0].data == RIGHT


def test_no_more_than_twenty_are_read_those_named_so_first() -> None:
    data = packed(*((f"a{number}.py", b"x = 1\n") for number in range(50)), ("deep/toy.py", RIGHT))
    found = inside(data)
    assert len(found) == archives.MOST_READ and found[0].name == "work.zip/deep/toy.py"


@pytest.mark.parametrize(
    "names",
    [("Ada_12_assignsubmission_file_/toy.py", "Bob_13_assignsubmission_file_/toy.py"),
     ("ada_12_99_toy.py", "bob_13_98_toy.py")],
)  # fmt: skip
def test_a_whole_class_in_one_archive_is_to_be_unpacked_first(names: tuple[str, str]) -> None:
    with pytest.raises(SubmissionError) as error:
        inside(packed(*((name, RIGHT) for name in names)))
    assert "several students" in error.value.text.en and "解压" in error.value.text.zh
    assert inside(packed((names[0], RIGHT)))[0].data == RIGHT


def test_many_archives_hold_no_more_than_one(toy_lesson: Lesson) -> None:
    """What is read is bounded, however it is packed: each file takes time and memory to parse."""
    full = packed(*((f"{number}.py", b"x = 1\n") for number in range(archives.MOST_READ)))
    files = tuple(File(f"{number}.zip", full) for number in range(20))
    assert len(choosing._opened(files, toy_lesson)) == archives.MOST_READ
    large = packed(*((f"{number}.py", b"#" * 4_900_000) for number in range(4)), method=zipfile.ZIP_STORED)
    held = choosing._opened(tuple(File(f"{number}.zip", large) for number in range(5)), toy_lesson)
    assert sum(len(file.data or b"") for file in held) <= 2 * archives.MOST_HELD


# --- hostile ones ---------------------------------------------------------------------------------------------------


def link(name: str, to: str) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, to.encode()


@pytest.mark.parametrize("name", ["/etc/toy.py", "../toy.py", "a/../../toy.py", "C:\\toy.py", "..\\toy.py", "\\toy.py"])
def test_a_path_that_leads_outside_is_refused(name: str) -> None:
    assert "names a place outside" in refused(packed((name, RIGHT), ("toy.py", RIGHT)))


def test_links_and_devices_are_refused() -> None:
    assert "is a link or a device" in refused(packed(link("toy.py", "/etc/passwd")))
    info = zipfile.ZipInfo("tty")
    info.external_attr = (stat.S_IFCHR | 0o666) << 16
    assert "is a link or a device" in refused(packed((info, b""), ("toy.py", RIGHT)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused() -> None:
    assert "is in it twice" in refused(packed(("toy.py", toy.STUB.encode()), ("toy.py", RIGHT)))


def test_an_encrypted_one_is_refused() -> None:
    data = bytearray(packed(("toy.py", RIGHT)))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + offset] |= 1
    assert "protected by a password" in refused(bytes(data))


def test_a_bomb_by_what_it_declares_is_refused_unread() -> None:
    tracemalloc.start()
    assert "far more than it should" in refused(packed(("toy.py", bytes(50_000_000)), ("a.py", RIGHT)))
    assert "far more than it should" in refused(packed(*((f"{n}.py", bytes(900_000)) for n in range(300))))
    tracemalloc.stop()


def test_a_bomb_that_declares_little_is_cut_and_refused() -> None:
    """What the entry says is the most that is unpacked; then its sum does not fit."""
    data = bytearray(packed(("toy.py", bytes(100_000_000))))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(signature) + offset, 1_000)
    tracemalloc.start()
    assert "damaged" in refused(bytes(data))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000  # 5 MB at a time
    tracemalloc.stop()


def test_a_file_that_is_too_large_is_no_candidate() -> None:
    noise = b"".join(b"x%d = %d\n" % (n, n * n) for n in range(400_000))
    (file,) = inside(packed(("toy.py", noise)))
    assert file.data is None and file.fault is not None and "larger than 5 MB" in file.fault.en


def shown(size: int, text: str = "0.5 ") -> bytes:
    """A right notebook whose outputs have this size."""
    output = {"output_type": "stream", "name": "stdout", "text": text * (size // len(text))}
    cell = {"cell_type": "code", "metadata": {}, "source": toy.answer(), "outputs": [output]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def test_what_a_notebook_shows_counts_for_nothing(toy_lesson: Lesson) -> None:
    """As for a file that lies there by itself: 5 MB without its outputs, 30 MB with them; one line a million times is
    no bomb."""
    data = packed(("toy.ipynb", shown(28_000_000)))
    assert len(data) < 200_000
    began = time.process_time()
    assert choose(HandedIn("work.zip", data), toy_lesson).submission.text == toy.answer()
    assert time.process_time() - began < 5
    (file,) = inside(packed(("toy.ipynb", b" " * 30_000_001), method=zipfile.ZIP_STORED))
    assert file.data is None and file.fault is not None and "larger than 30 MB" in file.fault.en
    assert "far more than it should" in refused(packed(("toy.ipynb", b" " * 50_000_000)))
    assert "far more than it should" in refused(packed(("toy.py", shown(28_000_000))))


def test_large_notebooks_are_read_until_they_are_too_much_together() -> None:
    """Nothing of those beyond is unpacked."""
    files = inside(packed(*((f"{n}.ipynb", shown(25_000_000)) for n in range(4))))
    assert [file.data is not None for file in files] == [True, True, False, False]
    assert files[3].fault is not None and "together are too large" in files[3].fault.en


def overlapping(count: int) -> bytes:
    """Many entries of the directory name the same bytes."""
    one = packed(("00000.py", RIGHT))
    start = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    directory = b"".join(one[start:end].replace(b"00000", b"%05d" % n) for n in range(count))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), start, 0)
    return one[:start] + directory + tail


def test_overlapping_entries_are_refused() -> None:
    assert "overlap" in refused(overlapping(2))
    within = packed(("a.py", packed(("b.py", RIGHT), method=zipfile.ZIP_STORED)), method=zipfile.ZIP_STORED)
    inner = bytearray(within)
    at = inner.rindex(b"PK\x01\x02")
    struct.pack_into("<I", inner, at + 42, within.index(b"PK\x03\x04", 4))
    assert refused(bytes(inner))


def test_a_directory_of_a_million_entries_is_not_read() -> None:
    began, data = time.process_time(), overlapping(90_000)
    made = time.process_time() - began
    tracemalloc.start()
    assert "more than 2,000 files" in refused(data)
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()
    assert time.process_time() - began - made < 1


def test_an_archive_within_an_archive_is_not_opened() -> None:
    inner = packed(("toy.py", RIGHT))
    assert "holds another archive, inner.zip" in refused(packed(("inner.zip", inner)))
    (file,) = inside(packed(("inner.zip", inner), ("toy.py", RIGHT)))
    assert file.data == RIGHT
    assert "holds no notebook" in refused(packed(("toy.docx", b"x"))) and "holds no notebook" in refused(packed())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_at_once_are_refused(method: int) -> None:
    assert "compressed in a way that is not read" in refused(packed(("toy.py", RIGHT), method=method))


def test_sizes_of_zip64_that_lie_are_refused() -> None:
    info = zipfile.ZipInfo("toy.py")
    info.extra = struct.pack("<HHQ", 1, 8, 2**63)
    data = bytearray(packed((info, RIGHT)))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 0xFFFFFFFF)
    assert refused(bytes(data))


def test_whatever_is_cut_off_or_changed_is_refused_or_read_as_it_was() -> None:
    """Every archive that differs in one byte, or ends early: never another error, never other content."""
    data = packed(("toy.py", b"x = 1\n"), ("b/other.py", b"y = 2\n"))
    held = {b"x = 1\n", b"y = 2\n", None}
    for index in range(len(data)):
        for changed in (data[:index], data[:index] + bytes([data[index] ^ 0xFF]) + data[index + 1 :]):
            try:
                found = inside(changed)
            except SubmissionError:
                continue
            assert {file.data for file in found} <= held
