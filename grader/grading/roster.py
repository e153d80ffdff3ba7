"""Who is in the class: the instructor's list, a CSV with a line for each student.

Its first line names the columns: the student's own number or login (`id`, `学号`), `name` (`姓名`), and, where there
are such, `group` (`组`) and `lms id`, the number that the learning platform has for them. Exports of Canvas and Moodle
are read.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from grader.grading.lms import Delivery
from grader.grading.names import printed
from grader.messages.sentences import listed, say
from grader.messages.text import Text

_LARGEST = 5_000_000  # bytes
_MOST_PEOPLE = 20_000
_COLUMNS = {
    "login": ("sis login id", "login", "username", "user name", "用户名", "登录名"),
    "id": ("student id", "studentid", "student number", "student no", "sis user id", "id number", "学号",
           "学生编号", "学籍号"),
    "lms": ("lms id", "lmsid", "lms", "canvas id", "moodle id", "user id", "identifier", "participant",
            "平台编号", "用户编号", "系统编号"),
    "name": ("name", "full name", "fullname", "student", "student name", "display name", "姓名", "名字",
             "学生姓名", "学生"),
    "first": ("first name", "given name", "名"),
    "last": ("last name", "surname", "family name", "姓"),
    "group": ("group", "group name", "team", "组", "组别", "小组", "分组", "组号", "组名"),
}  # fmt: skip
_TOKENS = re.compile(r"[0-9A-Za-z]+|[^\W0-9A-Za-z_]+")


class RosterError(ValueError):
    """A list that cannot be read; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Person:
    """A student: `key` is the name of their row, their own number or login, or their name where there is none."""

    key: str
    name: str = ""
    group: str = ""
    lms: str = ""


@dataclass(frozen=True)
class Roster:
    """The people of a class."""

    people: tuple[Person, ...]

    @classmethod
    def read(cls, path: Path) -> Roster:
        """The list at `path`. Raises RosterError."""
        try:
            with path.open("rb") as stream:
                data = stream.read(_LARGEST + 1)
        except OSError as error:
            why = error.strerror or str(error)
            raise RosterError(say("the roster {file} cannot be read: {why}", file=printed(path), why=why)) from error
        if len(data) > _LARGEST:
            raise RosterError(say("the roster {file} is too large to be a list of students", file=printed(path)))
        return cls(_people(_decoded(data), printed(path)))

    def of_folder(self, name: str) -> Person | None:
        """Whose a folder of this name is: by number, login, platform number or name; else by a number that is in it."""
        wanted = _plain(name)
        for key in ("key", "lms", "name"):
            if found := [one for one in self.people if _plain(getattr(one, key)) == wanted != ""]:
                return found[0] if len(found) == 1 else None
        parts = {_plain(part) for part in _TOKENS.findall(name[:300])}
        found = [one for one in self.people if any(char.isdecimal() for char in one.key) and _plain(one.key) in parts]
        return found[0] if len(found) == 1 else None

    def of_delivery(self, delivery: Delivery) -> Person | None:
        """Whose it is by the platform's number; by the name only if the list has no such numbers: names are chosen."""
        if any(one.lms for one in self.people):
            numbers = {one.lms for one in self.people} & {delivery.number, *delivery.others}
            found = [one for one in self.people if numbers == {one.lms} == {delivery.number}]
        elif delivery.others:
            return None
        else:
            found = [one for one in self.people if _letters(one.name) == _letters(delivery.who) != ""]
        return found[0] if len(found) == 1 else None

    def group_of_folder(self, name: str) -> tuple[Person, ...]:
        """The members of the group of this name."""
        return tuple(one for one in self.people if one.group and _plain(one.group) == _plain(name))


def _people(text: str, shown: str) -> tuple[Person, ...]:
    lines = text.lstrip("\ufeff").splitlines()
    first = lines[0] if lines else ""
    delimiter = max(",;\t", key=first.count) if first else ","
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    except csv.Error as error:
        raise RosterError(say("the roster {file} is no CSV: {why}", file=shown, why=str(error))) from error
    columns = _columns(rows[0] if rows else [], shown)
    people: dict[str, Person] = {}
    for number, row in enumerate(rows[1:], 2):
        given = {what: row[index].strip() for what, index in columns.items() if index < len(row)}
        person = _person(given)
        if not person.key or given.get("name", "").lower() in ("points possible", "student, test"):
            continue
        if _plain(person.key) in people:
            raise RosterError(
                say("the roster {file} has {student} twice, in line {line} again: give each their own number",
                    file=shown, student=printed(person.key), line=number)
            )  # fmt: skip
        people[_plain(person.key)] = person
    if not people or len(people) > _MOST_PEOPLE:
        raise RosterError(say("the roster {file} names {n} students: is it the right file?", file=shown, n=len(people)))
    return tuple(people.values())


def _person(given: dict[str, str]) -> Person:
    name = given.get("name") or " ".join(part for part in (given.get("first"), given.get("last")) if part)
    key = given.get("login") or given.get("id") or name
    digits = re.search("[0-9]+", given.get("lms", ""))
    return Person(key, name, given.get("group", ""), digits[0] if digits else "")


def _columns(header: list[str], shown: str) -> dict[str, int]:
    """Which column holds what. A plain `ID` is the student's own number, unless another column is."""
    names = [_plain(name).replace("_", " ").replace("-", " ") for name in header]
    found = {what: names.index(name) for what, known in _COLUMNS.items() for name in known[::-1] if name in names}
    if "id" in names:
        found["lms" if "login" in found or "id" in found else "id"] = names.index("id")
    if not found.keys() & {"login", "id", "name", "last"}:
        seen = listed([printed(name)[:40] for name in header[:10]]) if any(header) else say("no column")
        raise RosterError(
            say("the first line of the roster {file} must name its columns: id, name, and perhaps group and lms id; it "
                "names: {seen}", file=shown, seen=seen)
        )  # fmt: skip
    return found


def _decoded(data: bytes) -> str:
    """What Excel and learning platforms write: UTF-8, UTF-16 with a mark, or GBK."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _letters(name: str) -> str:
    """A name as Canvas writes it in a file's name: its letters alone."""
    return "".join(filter(str.isalnum, _plain(name)))


__all__ = ["Person", "Roster", "RosterError"]
