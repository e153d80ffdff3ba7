"""A lesson's words for what its checks judge; and no lesson of the course says English in the midst of Chinese."""

from __future__ import annotations

import ast
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course.lesson import Lesson, LessonError, discover
from grader.course.terms import TERMS_FILE, english_in, translated
from tests.attacks.corpus import COURSE

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A folder with this ``terms.toml``."""

    def folder(text: str) -> Path:
        (tmp_path / TERMS_FILE).write_text(text, encoding="utf-8")
        return tmp_path

    return folder


GRADIENTS = """
[zh]
"gradient {number}" = "下标为 {number} 的梯度"
"gradient of {name}" = "{name} 的梯度"
"the norm" = "范数"
"{what} (batch {batch}, hidden {hidden})" = "{what}（批大小 {batch}，隐藏状态 {hidden} 维）"
"{what} (batch {batch}, inputs {inputs}, hidden {hidden})" = "{what}（{batch} 行，{inputs} 列，{hidden} 维）"
"{state} after step {step}" = "第 {step} 步之后的 {state}"
"""


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("the norm", "范数"),
        ("the normal", "the normal"),
        ("c_t", "c_t"),
        ("", ""),
        ("gradient 3", "下标为 3 的梯度"),
        ("gradient of U", "U 的梯度"),  # more of it is text than of `gradient {number}`, which stands before it
        ("gradient ", "gradient "),  # a blank stands for something
        ("h after step 4", "第 4 步之后的 h"),
        ("the norm after step 4", "第 4 步之后的范数"),
        ("f (batch 4, hidden 5)", "f（批大小 4，隐藏状态 5 维）"),
        ("f (batch 4, inputs 3, hidden 5)", "f（4 行，3 列，5 维）"),
        ("the norm (batch 4, hidden 5)", "范数（批大小 4，隐藏状态 5 维）"),
        ("∂L/∂s_{t-1} (batch 4, hidden 5)", "∂L/∂s_{t-1}（批大小 4，隐藏状态 5 维）"),
        ("{0.__class__} (batch {batch}, hidden 5)", "{0.__class__}（批大小 {batch}，隐藏状态 5 维）"),
    ],
)
def test_a_name_is_looked_up_and_what_its_blanks_stand_for_in_turn(write: Write, name: str, zh: str) -> None:
    text = translated(name, [write(GRADIENTS)])
    assert (text.en, text.zh) == (name, zh)


def test_there_may_be_any_languages_and_without_a_file_names_stay_as_they_are(write: Write, tmp_path: Path) -> None:
    text = translated("the norm", [write('[zh]\n"the norm" = "范数"\n[ja]\n"the norm" = "ノルム"\n')])
    assert text.by_language == {"zh": "范数", "ja": "ノルム", "en": "the norm"}
    assert translated("the norm", [tmp_path / "none"]).by_language == {"en": "the norm"}


def test_the_first_folders_word_counts(write: Write, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / TERMS_FILE).write_text('[zh]\n"the norm" = "总范数"\n', encoding="utf-8")
    folders = [private, write(GRADIENTS)]
    assert (translated("the norm", folders).zh, translated("gradient of U", folders).zh) == ("总范数", "U 的梯度")


def test_a_name_that_quotes_a_long_claim_costs_nothing(write: Write) -> None:
    """A name is the check's own, but a check may quote a claim in it, which may be made to cost much."""
    folder = write('[zh]\n"{a} (b {b}, b {c}, b {d}, b {e})" = "{a}（{b}，{c}，{d}，{e}）"\n')
    started = time.process_time()
    for name in (" (b , b" * 60, " (b " * 10**6, ("x (b 1, b 2, b 3, b 4)" * 20)[:499]):
        assert translated(name, [folder]).en == name[:4000] or len(name) > 4000
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[zh]\nthe norm = 1", "lines like"),
        ('[zh]\n"the norm" = 1', "lines like"),
        ('"the norm" = "范数"', "lines like"),
        ('[Chinese]\n"the norm" = "范数"', "not the code of a language"),
        ('[en]\n"the norm" = "the norm"', "other than English"),
        ('[zh]\n"h after {step}" = "{steps} 步之后"', "no blank {steps}"),
        ('[zh]\n"{a}{b}" = "x"', "text between them"),
        ('[zh]\n"{a}" = "{a} 的值"', "text between them"),
        ('[zh]\n"{a} and {a}" = "{a}"', "different names"),
        ('[zh]\n"h after {step:d}" = "x"', "a word in braces"),
        ('[zh]\n"h after {0}" = "x"', "a word in braces"),
        ('[zh]\n"h after {" = "x"', "Single '{'|expected '}'"),
        ('[zh]\n"h" = "{h.__class__}"', "a word in braces"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason(write: Write, text: str, said: str) -> None:
    with pytest.raises(LessonError, match=said) as caught:
        translated("h", [write(text)])
    assert TERMS_FILE in str(caught.value)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("the list of gradients 应是 4 个值", "the list of gradients"),
        ("LSTM kernel 的形状不对", "LSTM kernel"),
        ("f (batch 4, hidden 5) 的值不对", "batch 4, hidden"),
        ("h after step 3 的值不对", "after step"),
        ("梯度列表应是 4 个值", None),
        ("forget_gate（批大小 4）的 kernel 不对", None),
        ("count(LSTMCell(3, use_bias=False)) 的值不对", None),
        ("logits 的形状成了 (steps, batch, vocabulary)", None),
        ("得到 'some text of hers'，应为 `not this one`", None),
        ("h (a=3, b=2, c=3) 的值不对", None),
        ("TensorFlow 1 中是 rnn.BasicLSTMCell", None),
    ],
)
def test_english_in_a_chinese_sentence_is_found_and_code_is_none(sentence: str, phrase: str | None) -> None:
    assert english_in(sentence) == phrase


# --- the course -----------------------------------------------------------------------------------------------------

_CODE = "x_1"  # stands for what a name has in its braces
_TERMS_OF_ART = {"recurrent kernel"}  # what Keras calls the second matrix of a layer; it has no Chinese name
LESSONS = discover(COURSE)


def texts_of(node: ast.expr) -> str | None:
    """A literal, with `_CODE` for what is computed in it; None if it is computed as a whole."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else _CODE for part in node.values)
    return None


def calls(path: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))


def names_in(path: Path) -> set[str]:
    """What a file of checks, or an oracle, names the claims that it judges."""
    return {
        text
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in ("expect", "count") and len(call.args) > 1
        if (text := texts_of(call.args[-1])) is not None
    }


def chinese_in(path: Path) -> set[str]:
    """The Chinese sentences that a file of checks, or an oracle, says; the titles of checks among them."""
    words = [word for call in calls(path) for word in call.keywords if word.arg == "zh"]
    said = {text for word in words if (text := texts_of(word.value))}
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            said.add((ast.get_docstring(node) or "").split("\n")[-1])
    return said


def english(sentences: set[str]) -> dict[str, str]:
    found = {sentence: phrase for sentence in sentences if (phrase := english_in(sentence))}
    return {sentence: phrase for sentence, phrase in found.items() if phrase not in _TERMS_OF_ART}


def untranslated(names: set[str], *folders: Path) -> dict[str, str]:
    """The names that are English in Chinese. One may end with a case, "(norm too large)", that is computed."""
    chinese = {name: translated(name, folders).zh for name in names}
    cases = {name: translated(name.removesuffix(f" {_CODE}"), folders).zh for name in names}
    return {name: chinese[name] for name in names if english({chinese[name]}) and english({cases[name]})}


def oracles_of(lesson: Lesson) -> list[Path]:
    """The modules that its hidden checks import, and that judge claims themselves."""
    assert lesson.private
    text = (lesson.private / "test_hidden.py").read_text(encoding="utf-8")
    folder = lesson.private.parent / "oracles"
    named = {word for line in text.splitlines() if "oracles" in line for word in line.replace(",", " ").split()}
    return sorted(path for path in folder.glob("*.py") if path.stem in named | {"updates"} and names_in(path))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_what_a_check_judges_has_a_chinese_name_where_it_has_none_in_the_code(lesson: Lesson) -> None:
    assert lesson.private
    public, hidden = lesson.public / "test_public.py", lesson.private / "test_hidden.py"
    assert untranslated(names_in(public), lesson.public) == {}
    for path in (hidden, *oracles_of(lesson)):
        assert untranslated(names_in(path), lesson.private, lesson.public) == {}, path


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_no_chinese_sentence_of_a_check_has_english_in_it(lesson: Lesson) -> None:
    assert lesson.private
    for path in (lesson.public / "test_public.py", lesson.private / "test_hidden.py", *oracles_of(lesson)):
        assert english(chinese_in(path)) == {}, path


@pytest.mark.parametrize("folder", [COURSE / "grader" / "course", *(lesson.public for lesson in LESSONS)])
def test_no_misconception_s_chinese_has_english_in_it(folder: Path) -> None:
    path = folder / "misconceptions.toml"
    if path.is_file():
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        assert english({text["zh"] for text in texts.values()}) == {}


def test_names_and_oracles_that_judge_are_read() -> None:
    names = {name for lesson in LESSONS for name in names_in(lesson.public / "test_public.py")}
    assert {"the list of gradients", f"units of the {_CODE} cell", "layer 1 kernel"} <= names
    read = {path.stem for lesson in LESSONS for path in oracles_of(lesson)}
    assert {"training", "updates"} <= read
