"""A diagnosis is an id and its sentence in both languages, the lesson's own before the common one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from grader.course.lesson import LessonError
from grader.course.misconceptions import diagnose

COMMON = Path(__file__).resolve().parents[2] / "grader" / "course" / "misconceptions.toml"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_common_misconception(tmp_path: Path) -> None:
    diagnosis = diagnose("tanh-for-sigmoid", tmp_path)
    assert diagnosis.id == "tanh-for-sigmoid" and "tanh" in diagnosis.text.en


def test_the_lessons_own_sentence_wins(tmp_path: Path) -> None:
    own = '[tanh-for-sigmoid]\nen = "mine"\nzh = "我的"\n[local]\nen = "here"\nzh = "这里"\n'
    (tmp_path / "misconceptions.toml").write_text(own, encoding="utf-8")
    assert diagnose("tanh-for-sigmoid", tmp_path).text.en == "mine"
    assert diagnose("local", tmp_path).text.zh == "这里"
    assert diagnose("missing-bias", tmp_path).text.en != "mine"


def test_an_edited_sentence_is_the_next_one_said(tmp_path: Path) -> None:
    for said in ("one", "another"):
        (tmp_path / "misconceptions.toml").write_text(f'[a]\nen = "{said}"\nzh = "{said}"\n', encoding="utf-8")
        assert diagnose("a", tmp_path).text.en == said


def test_an_id_without_a_sentence_says_where_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"'unheard-of' has no sentence; add it to .*misconceptions\.toml"):
        diagnose("unheard-of", tmp_path)


@pytest.mark.parametrize("content", ['[a]\nen = "x"\n', "a = 1\n", "[a\n", '[a]\nen = "x"\nzh = "x"\nFrench = "x"\n'])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "misconceptions.toml").write_text(content, encoding="utf-8")
    with pytest.raises(LessonError, match=r"misconceptions\.toml:\d: "):
        diagnose("a", tmp_path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "misconceptions.toml").write_bytes('[a]\nen = "x"\nzh = "门"\n'.encode("gbk"))
    with pytest.raises(LessonError, match=r"misconceptions\.toml"):
        diagnose("a", tmp_path)


def test_every_common_sentence_is_in_its_language(tmp_path: Path) -> None:
    table = tomllib.loads(COMMON.read_text(encoding="utf-8"))
    assert len(table) >= 20
    for identifier in table:
        text = diagnose(identifier, tmp_path).text
        assert CHINESE.search(text.zh) and not CHINESE.search(text.en), identifier
        assert re.fullmatch(r"[a-z0-9-]+", identifier)
