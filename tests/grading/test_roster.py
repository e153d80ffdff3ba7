"""The instructor's list: headers as people and platforms write them, and whose a folder is."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.lms import delivery
from grader.grading.roster import Person, Roster, RosterError


def roster(tmp_path: Path, text: str | bytes) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Roster.read(path)


CHINESE = "学号,姓名,组\r\n2023001,李雷,一组\r\n2023002,韩梅梅,一组\r\n"
LEI, MEI = Person("2023001", "李雷", "一组"), Person("2023002", "韩梅梅", "一组")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_chinese_headers_in_what_excel_writes(tmp_path: Path, encoding: str) -> None:
    assert roster(tmp_path, CHINESE.encode(encoding)).people == (LEI, MEI)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("ID, Name ,Group,LMS ID\n7,Ada,A,77\n", Person("7", "Ada", "A", "77")),
        ("Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n\"L, Ada\",12,u1,ada,S\n",
         Person("ada", "L, Ada", "", "12")),
        ("Identifier,Full name,ID number,Group\nParticipant 99,Ada,a9,G1\n", Person("a9", "Ada", "G1", "99")),
        ("first name;last name;username\nAda;Lovelace;ada\n", Person("ada", "Ada Lovelace")),
        ("name\tgroup\nAda\tG\n", Person("Ada", "Ada", "G")),
        ("student_id,name\n=1+1,Ada\n", Person("=1+1", "Ada")),
    ],
)  # fmt: skip
def test_columns_as_people_and_platforms_name_them(tmp_path: Path, text: str, person: Person) -> None:
    assert roster(tmp_path, text).people == (person,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7,Ada\n8,Bob\n", "must name its columns"),
        ("", "must name its columns"),
        ("id,name\n", "names 0 students"),
        ("id,name\n7,Ada\n8,Bob\n７,Cleo\n", "has ７ twice, in line 4"),
        (b"\0" * 6_000_000, "too large"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(RosterError) as error:
        roster(tmp_path, text)
    assert said in error.value.text.en and "名单" in error.value.text.zh
    with pytest.raises(RosterError, match="cannot be read"):
        Roster.read(tmp_path / "nowhere.csv")


def test_whose_a_folder_is(tmp_path: Path) -> None:
    people = roster(tmp_path, CHINESE + "2023003,李雷,\r\n")
    third = Person("2023003", "李雷")
    assert people.of_folder("2023001") == people.of_folder("2023001-李雷") == people.of_folder("李雷_2023001") == LEI
    assert people.of_folder("韩梅梅") == MEI and people.of_folder("李雷") is None, "two have that name"
    assert people.of_folder("2023003") == third and people.of_folder("20230011") is None
    assert people.group_of_folder("一组") == (LEI, MEI)


def test_by_a_platforms_number_and_by_a_name_only_without(tmp_path: Path) -> None:
    """Who may choose a display name takes nobody's place."""
    numbered = roster(tmp_path, "id,name,lms id\nada,Ada L,12\neve,Eve,66\n")
    forged = delivery("Ada L_66_assignsubmission_file_", is_folder=True)
    assert forged is not None and numbered.of_delivery(forged) == Person("eve", "Eve", "", "66")
    named = roster(tmp_path, "id,name\nada,Ada L\n")
    canvas = delivery("adal_12_34_x.ipynb", is_folder=False)
    assert canvas is not None and named.of_delivery(canvas) == Person("ada", "Ada L")
    two = delivery("eve_12_66_9_x.ipynb", is_folder=False)
    assert two is not None and numbered.of_delivery(two) is None and named.of_delivery(two) is None
