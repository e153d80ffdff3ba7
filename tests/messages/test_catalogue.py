"""Catalogues are read as they are; ours has every sentence of the code, with its blanks."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from grader.messages import catalogue
from grader.messages.catalogue import CatalogueError, blanks, entries, languages, read

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted((ROOT / "grader" / "messages" / "locale").glob("*/LC_MESSAGES/grader.po"))
HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "grader.po"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_english_is_the_last_language() -> None:
    assert languages() == ("zh", "en")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.parts[-3])
def test_ours_are_read_as_babel_reads_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    theirs = read_po(io.StringIO(text))
    sentences = read(path, "zh").sentences
    for message in theirs:
        if message.id:
            one = message.id[0] if message.pluralizable else message.id
            forms = message.string if message.pluralizable else (message.string,)
            assert sentences[message.context, one] == tuple(forms)
    assert len(sentences) == len(theirs)


def test_escapes_continued_lines_contexts_and_plurals(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            'msgctxt "a"\nmsgid "one"\nmsgstr "x"\n\n#: there:1\nmsgid ""\n"two\\n"\n"\\"three\\" \\\\ "\nmsgstr "y"\n'
            'msgid "{n} z"\nmsgid_plural "{n} zs"\nmsgstr[0] "{n} e"\nmsgstr[1] "{n} m"\n',
        ),
        "de",
    )
    assert found.sentences == {
        ("a", "one"): ("x",),
        (None, 'two\n"three" \\ '): ("y",),
        (None, "{n} z"): ("{n} e", "{n} m"),
    }
    assert [found.find("{n} z", number=n) for n in (0, 1, 2)] == ["{n} m", "{n} e", "{n} m"]
    assert found.find("one") is None and found.find("one", "a") == "x"


def test_what_is_fuzzy_obsolete_or_empty_is_not_said(tmp_path: Path) -> None:
    text = '#, fuzzy\nmsgid "a"\nmsgstr "x"\n\nmsgid "b"\nmsgstr ""\n\n'
    text += '#, fuzzy\n#~ msgid "c"\n#~ msgstr "y"\n\nmsgid "d"\nmsgstr "z"\n'
    assert read(written(tmp_path, text), "de").sentences == {(None, "d"): ("z",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "a {name}"\nmsgstr "{nom}"\n', r"line 5: a translation has only its sentence's blanks: \{name\}"),
        ('msgid "a {x:g}"\nmsgstr "{x:d}"\n', r"blanks: \{x:g\}"),
        ('msgid "a"\nmsgstr "{"\n', r"'\{': "),
        ('msgid "a\nmsgstr "b"\n', "line 5: expected msgid"),
        ("nonsense\n", "line 5: expected msgid"),
    ],
)
def test_a_broken_one_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        read(written(tmp_path, text), "de")


def test_one_in_another_encoding_or_with_broken_plurals_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes("é".encode("latin-1"))
    with pytest.raises(CatalogueError, match=r"grader\.po: .*UTF-8"):
        read(path, "fr")
    path.write_text('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=import os;\\n"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"grader\.po: its header's Plural-Forms"):
        read(path, "fr")


def test_blanks_with_their_formats() -> None:
    assert blanks("{a} {b:.1%} {{c}} {d!r}") == {"{a}", "{b:.1%}", "{d!r}"}


def test_a_folder_of_your_own_adds_a_language(tmp_path: Path) -> None:
    folder = tmp_path / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    written(folder, 'msgid "Passed"\nmsgstr "合格"\n')
    script = (
        "from grader.messages import catalogue as c; print(*c.languages(), *[x.find('Passed') for x in c.catalogues()])"
    )
    command = [sys.executable, "-c", script]
    seen = subprocess.run(command, cwd=ROOT, env={"GATEHOUSE_LOCALE": str(tmp_path)}, capture_output=True, text=True)
    assert seen.stdout.split()[:4] == ["ja", "zh", "en", "合格"], seen.stderr


def test_the_header_is_no_sentence() -> None:
    for path in OURS:
        first = next(entries(path.read_text(encoding="utf-8"), path))
        assert first.fields == {"msgid": ""}
    assert all((None, "") not in found.sentences for found in catalogue.catalogues())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that GATEHOUSE_LOCALE names; the catalogues are looked for anew."""
    monkeypatch.setenv("GATEHOUSE_LOCALE", str(tmp_path))
    caches = (catalogue._others, catalogue._found, catalogue.catalogues, catalogue.languages)
    for each in caches:
        each.cache_clear()
    yield tmp_path
    for each in caches:
        each.cache_clear()


def add(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name / "LC_MESSAGES").mkdir(parents=True)
        written(folder / name / "LC_MESSAGES", 'msgid "Passed"\nmsgstr "x"\n')


def test_a_folder_as_gettext_names_it_is_a_code_as_html_has_it(elsewhere: Path) -> None:
    add(elsewhere, "pt_BR", "en")
    assert languages() == ("pt-BR", "zh", "en")
    assert [each.language for each in catalogue.catalogues()] == ["pt-BR", "zh"]


def test_one_of_ours_is_replaced(elsewhere: Path) -> None:
    add(elsewhere, "zh")
    (found,) = catalogue.catalogues()
    assert found.find("Passed") == "x" and found.find("Skipped") is None


def test_more_languages_than_a_text_can_hold_are_refused(elsewhere: Path) -> None:
    add(elsewhere, *(f"a{letter}" for letter in "abcdefg"))
    with pytest.raises(CatalogueError, match="there are 8 catalogues; at most 7 can be used"):
        catalogue.catalogues()


def test_what_is_no_language_is_refused_and_offered_to_nobody(elsewhere: Path) -> None:
    add(elsewhere, 'x" onload="y')
    assert languages() == ("zh", "en")
    with pytest.raises(CatalogueError, match="is not the code of a language"):
        catalogue.catalogues()


def test_a_process_in_another_folder_finds_the_same(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(elsewhere.parent)
    monkeypatch.setenv("GATEHOUSE_LOCALE", os.pathsep.join([elsewhere.name, "/somewhere"]))
    assert catalogue.setting() == {"GATEHOUSE_LOCALE": f"{elsewhere}{os.pathsep}/somewhere"}
