"""Every sentence of the code is a literal that Babel finds, and every catalogue of ours has all of them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import pseudo

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "messages.py"
CHINESE = re.compile("[\u3001\u3002\u4e00-\u9fff\uff08\uff09\uff0c\uff1a\uff1b]")
# What holds Chinese that is no sentence of the grader's.
OTHERS = {
    "course/terms.py",  # what a lesson may write
    "course/templates",  # the texts of a new lesson
    "course/spelling.py",  # how folders of lessons are called
    "grading/filenames.py",  # how systems mark copies
    "grading/roster.py",  # the columns of a class's list
    "reports/accuracies.py",  # how students' scripts say accuracy
}


MESSAGES = pseudo.script()


def test_every_sentence_is_translated_and_no_translation_is_left_over() -> None:
    seen = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True)
    assert seen.returncode == 0, seen.stderr


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "grader").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def sentences_of(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in MESSAGES.KEYWORDS:
                yield node


def test_every_sentence_is_a_literal_that_babel_finds() -> None:
    found = {(m.context, each) for m in MESSAGES.template() for each in (m.id if isinstance(m.id, tuple) else (m.id,))}
    seen = 0
    for path, tree in sources():
        for call in sentences_of(tree):
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
            words = call.args[: 2 if name in ("say_in", "say_many") else 1]
            assert all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in words), where
            context, *said = [each.value for each in words] if name == "say_in" else [None, *(w.value for w in words)]
            assert {(context, each) for each in said} <= found, f"{where}: Babel is blind in f-strings and calls"
            seen += 1
    assert seen > 80


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "a {name}"\nmsgstr "b {name}"', None),
        ('msgid "a {name}"\nmsgstr "b"', "other {blanks}: 'a {name}'"),
        ('msgid "a {name}"\nmsgstr "b {nom}"', "other {blanks}: 'a {name}'"),
        ('msgid "a"\nmsgstr ""', "not translated: 'a'"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"', "fuzzy"),
        ('msgid "{n} a"\nmsgid_plural "{n} as"\nmsgstr[0] "{n} b"\nmsgstr[1] ""', "not translated: '{n} a'"),
    ],
)
def test_a_broken_catalogue_is_told(entry: str, fault: str | None) -> None:
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    faults = list(MESSAGES.unsaid(head + entry + "\n"))
    assert len(faults) == (fault is not None) and all(fault in each for each in faults)


def test_a_reworded_sentence_keeps_its_translation_until_somebody_has_looked() -> None:
    code = MESSAGES.Catalog()
    code.add("the file has {count} lines of code")
    old = 'msgid ""\nmsgstr ""\n\nmsgid "the file has {count} lines"\nmsgstr "x {count}"\n\nmsgid "gone"\nmsgstr "y"\n'
    new = MESSAGES.brought_up_to_date(old, "zh", code)
    assert "fuzzy" in new and 'msgstr "x {count}"' in new and "gone" not in new
    assert list(MESSAGES.unsaid(new))


def test_chinese_stands_in_the_catalogue_alone() -> None:
    package = ROOT / "grader"
    files = [path for path in package.rglob("*") if path.suffix in (".py", ".jinja")]
    assert len(files) > 100
    named = {str(path.relative_to(package)): path for path in files}
    others = {name for name in named if any(name == each or name.startswith(f"{each}/") for each in OTHERS)}
    assert not [name for name in named if name not in others and CHINESE.search(named[name].read_text("utf-8"))]
