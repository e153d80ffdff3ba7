"""What was handed in: a class folder that is listed once, and files that are opened once, through their folders.

No link is followed below the class folder: each folder on the way to a file is opened in the one before it, so that
what is swapped for a link between the listing and the reading is refused (openat(2), O_NOFOLLOW).
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from grader.course.lesson import Lesson, discover
from grader.verdict import Text

MAX_BYTES = 5_000_000
STUDENTS = "students"  # the folder below --out that holds what belongs to one student each

# Folders that tools leave behind: nobody is called so. Every other folder of a class is somebody's.
NOBODY = frozenset(
    {".git", ".hg", ".svn", ".ipynb_checkpoints", "__MACOSX", "__pycache__", ".DS_Store", ".gatehouse", ".idea",
     ".vscode", ".Trash", ".nbgrader.log", "lost+found", "@eaDir", "System Volume Information", "Thumbs.db",
     "desktop.ini"}
)  # fmt: skip
_MOST_STRANGE = 5  # entries of one student's folder that are named one by one
_MOST_LISTED = 1_000  # and that are looked at

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# Neither is a link followed, nor does a fifo make us wait, nor a terminal become ours.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


# --- files ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandedIn:
    """One file: its bytes, or `fault`, which says why there are none. `name` is its name as text."""

    name: str
    data: bytes | None = None
    fault: Text | None = None

    @cached_property
    def sha256(self) -> str | None:
        return None if self.data is None else hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Job:
    """One submission to judge: whose, of which lesson, in which file.

    `student` is the name as it is shown. `root` is the class folder; None for a file that the grader's user named.
    """

    student: str
    lesson: str
    path: Path
    root: Path | None = None

    @property
    def name(self) -> str:
        return f"{self.student}/{self.lesson}"


def read(job: Job) -> HandedIn:
    """The file of `job`, opened once. Never raises: what cannot be read has a `fault`."""
    return read_file(job.path, job.root)


def read_file(path: Path, root: Path | None = None, max_bytes: int = MAX_BYTES) -> HandedIn:
    """The file at `path`, at most `max_bytes` of it; below `root`, no link on the way is followed either."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    try:
        folder = os.open(root, _FOLDER) if root is not None else None
    except OSError as error:
        return HandedIn(name, fault=_unopened(name, error))
    try:
        parts = path.relative_to(root).parts if root is not None else (str(path),)
        for part in parts[:-1]:
            folder = _into(folder, part)
        return HandedIn(name, data=_content(parts[-1], folder, max_bytes))
    except _Unreadable as error:
        return HandedIn(name, fault=error.text)
    except (OSError, ValueError) as error:
        return HandedIn(name, fault=_unopened(name, error))
    finally:
        if folder is not None:
            os.close(folder)


def _into(folder: int | None, name: str) -> int:
    """The folder `name` of the open `folder`, which is closed. A link is none: ENOTDIR."""
    assert folder is not None
    inner = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    os.close(folder)
    return inner


class _Unreadable(Exception):
    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en=en, zh=zh)


def _content(name: str, folder: int | None, max_bytes: int) -> bytes:
    handle = os.open(name, _FILE, dir_fd=folder)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _Unreadable(
                "This is a folder or a device, not a file. Submit the lesson's .ipynb or .py file.",
                "这是文件夹或设备，不是普通文件。请提交本关的 .ipynb 或 .py 文件。",
            )
        try:
            with open(handle, "rb", closefd=False) as stream:
                data = b"" if status.st_size > max_bytes else stream.read(max_bytes + 1)
        except OSError as error:
            raise _Unreadable(
                f"The file cannot be read ({error.strerror}). Save it again and submit it again.",
                f"无法读取文件（{error.strerror}）。请重新保存后再提交。",
            ) from error
    finally:
        os.close(handle)
    if max(status.st_size, len(data)) > max_bytes:
        limit = f"{max_bytes / 1e6:g} MB"
        raise _Unreadable(
            f"The file is larger than {limit}. Clear the outputs of all cells, save, and submit again.",
            f"文件超过 {limit}。请清除所有单元格的输出，保存后重新提交。",
        )
    return data


def _unopened(name: str, error: OSError | ValueError) -> Text:
    code = getattr(error, "errno", None)
    if code in (errno.ELOOP, errno.EMLINK):
        return Text(
            en="This is a symbolic link, and links are not followed. Submit the file or the folder itself.",
            zh="这是一个符号链接，系统不会跟随链接。请提交文件或文件夹本身。",
        )
    if code == errno.ENOTDIR:
        return Text(
            en="A folder on the way to this file is a symbolic link or no folder, and links are not followed. "
            "Submit the file itself.",
            zh="通往这个文件的某一级文件夹是符号链接或不是文件夹，系统不会跟随链接。请提交文件本身。",
        )
    if code == errno.ENOENT:
        return Text(
            en=f"There is no file {name} here: it cannot be opened. Submit the lesson's .ipynb or .py file.",
            zh=f"这里没有文件 {name}，无法打开。请提交本关的 .ipynb 或 .py 文件。",
        )
    reason = getattr(error, "strerror", None) or "no such name"
    return Text(
        en=f"The file cannot be opened ({reason}). Check that it is there and readable, and submit it again.",
        zh=f"无法打开文件（{reason}）。请确认文件存在且可读，然后重新提交。",
    )


# --- a class --------------------------------------------------------------------------------------------------------


@dataclass
class Found:
    """The jobs of a class folder, and what in it is no job, with a sentence each."""

    jobs: list[Job] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def find_class(course: Path, folder: Path, lesson: str | None = None, student: str | None = None) -> Found:
    """Every submission in ``folder/<student>/<lesson>/<file>``, nbgrader's layout, in a stable order.

    A lesson folder that holds no file to grade still is a job, so that its student gets a verdict that says so.
    Raises OSError if the class's own folder cannot be listed; of a student's that cannot be, a sentence says so.
    """
    lessons = {one.id: one for one in discover(course)}
    found = Found()
    with _opened(folder) as root:
        names = sorted(set(os.listdir(root)) - NOBODY)
        shown = shown_names(names)
        for name in names:
            if student in (None, name, shown[name]):
                _find_student(found, lessons, root, folder / name, shown[name], folder, lesson)
    return found


def _find_student(
    found: Found, lessons: dict[str, Lesson], root: int, home: Path, student: str, folder: Path, lesson: str | None
) -> None:
    where = printed(home)
    try:
        with _opened(home.name, root) as inside:
            places = [name for name in _listed(inside) if name not in NOBODY]
            for name in (name for name in sorted(lessons) if lesson in (None, name) and _is_there(name, inside)):
                file = _submitted_file(lessons[name], name, inside)
                found.jobs.append(Job(student, name, home / file, folder))
            others = [name for name in places if name not in lessons]
            for name in others[:_MOST_STRANGE]:
                found.strange.append(f"{printed(home / name)}: there is no lesson {printed(name)!r}, skipped")
            if len(others) > _MOST_STRANGE:
                more = f"{'at least ' * (len(places) > _MOST_LISTED // 2)}{len(others) - _MOST_STRANGE}"
                found.strange.append(f"{where}: {more} more that are no lesson's, skipped")
    except NotADirectoryError:  # also a link
        what = "a link, and links are not followed" if _is_link(home.name, root) else "not a student's folder"
        found.strange.append(f"{where}: {what}, skipped")
        return
    except OSError as error:
        why = error.strerror or error
        found.strange.append(f"{where}: cannot be listed ({why}), skipped; put this right and grade again")
        return
    if not places:
        found.strange.append(f"{where}: an empty folder; files are expected in <student>/<lesson>/, skipped")


def _is_link(name: str, folder: int) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode)
    except OSError:
        return False


def _submitted_file(lesson: Lesson, name: str, home: int) -> str:
    """The file to grade, below the student's folder: the lesson's notebook, else its module, else the only notebook
    or Python file there."""
    stem = Path(lesson.module).stem
    try:
        with _opened(name, home) as place:
            for known in (f"{stem}.ipynb", lesson.module):
                if _is_there(known, place):
                    return f"{name}/{known}"
            entries = _listed(place)
    except NotADirectoryError:
        return name  # the reader will say what is wrong with it
    except OSError:
        entries = []  # of a folder that cannot be listed, the reader will say so
    others = [entry for entry in entries if Path(entry).suffix in (".ipynb", ".py") and not entry.startswith(".")]
    return f"{name}/{others[0]}" if len(others) == 1 else f"{name}/{stem}.ipynb"


def _listed(folder: int) -> list[str]:
    """The names in it, sorted; of a folder of more than `_MOST_LISTED`, some. A student's may have millions."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in itertools.islice(entries, _MOST_LISTED))


def _is_there(name: str, folder: int) -> bool:
    try:
        os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _opened(folder: str | Path, within: int | None = None) -> Iterator[int]:
    """A folder's descriptor; a link is no folder, unless it is the class folder itself."""
    fd = os.open(folder, _FOLDER | (os.O_NOFOLLOW if within is not None else 0), dir_fd=within)
    try:
        yield fd
    finally:
        os.close(fd)


# --- names ----------------------------------------------------------------------------------------------------------

_LONGEST = 80  # bytes of a name that is shown: the pages cut what is longer, and then two could look alike
# Printable by Python's account, and yet nothing is seen of them (Unicode's Default_Ignorable_Code_Point, and blanks).
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U00013441\U00013442\U00016fe4\U0001d159"
) | frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
# Letters of other alphabets that look like Latin ones (a part of Unicode's confusables.txt, UTS 39).
_LIKE_LATIN = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁһӏьΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυγ",
    "ABEKMHOPCTYXaeopcyxijsdhlbABEZHIKMNOPTYXaivopuy",
)


def shown_names(names: Iterable[str]) -> dict[str, str]:
    """How the folder names of a class are shown: no two alike, and nothing in them that cannot be seen.

    Invisible, control and odd blank characters, and bytes that are no UTF-8, are written as escapes, as in
    ``bob\\u200b``. Of names that would look alike all the same (accents composed or not, letters of another alphabet),
    every character outside ASCII is.
    """
    plain = {name: _escaped(name, _is_seen) for name in names}
    alike: dict[str, list[str]] = {}
    for name, shown in plain.items():
        alike.setdefault(unicodedata.normalize("NFKC", shown).translate(_LIKE_LATIN), []).append(name)
    for group in alike.values():
        if len(group) > 1:
            plain |= {name: _escaped(name, lambda char: char.isascii() and _is_seen(char)) for name in group}
    return _told_apart({name: _cut(shown, name) for name, shown in plain.items()})


def _told_apart(shown: dict[str, str]) -> dict[str, str]:
    """Whatever would still share a row or a folder ends in a hash, also where a disk does not tell A from a. A name may
    have been chosen to look like another's escape, or like a hash: until all differ."""
    while True:
        same: dict[str, list[str]] = {}
        for name, text in shown.items():
            same.setdefault(unicodedata.normalize("NFC", text).casefold(), []).append(name)
        alike = [name for group in same.values() if len(group) > 1 for name in group]
        if not alike:
            return shown
        shown = shown | {name: _with_hash(shown[name], name, 32) for name in alike}


def _is_seen(char: str) -> bool:
    return char.isprintable() and char != "\\" and char not in _UNSEEN


def _escaped(name: str, keeps: Callable[[str], bool]) -> str:
    parts = [char if keeps(char) else _escape(char) for char in name]
    for index, char in enumerate(name):  # a blank is seen between two other characters only
        if char == " " and (index in (0, len(name) - 1) or name[index - 1] == " "):
            parts[index] = _escape(char)
    return "".join(parts)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as os.fsdecode keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _cut(shown: str, name: str) -> str:
    return shown if len(shown.encode("utf-8")) <= _LONGEST else _with_hash(shown, name, 8)


def _with_hash(shown: str, name: str, digits: int) -> str:
    kept = shown.encode("utf-8")[: _LONGEST - digits - 1].decode("utf-8", "ignore")
    return f"{kept}~{hashlib.sha256(os.fsencode(name)).hexdigest()[:digits]}"


def printed(path: Path | str) -> str:
    """A path as text that can be printed in one line."""
    return _escaped(str(path), lambda char: _is_seen(char) or char == "\\")


__all__ = [
    "MAX_BYTES",
    "STUDENTS",
    "Found",
    "HandedIn",
    "Job",
    "find_class",
    "printed",
    "read",
    "read_file",
    "shown_names",
]
