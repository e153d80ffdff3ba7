import codecs
import hashlib
import json
import pickle

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.source.errors import SubmissionError
from grader.source.program import SourceLine, parse
from grader.source.regions import BEGIN, END, find_regions, marker


def cell(source, kind="code"):
    return {"cell_type": kind, "source": source}


def notebook(*cells, **more) -> str:
    return json.dumps({"cells": [c if isinstance(c, dict) else cell(c) for c in cells], **more})


def read(content, name="answer.ipynb"):
    return parse(name, content if isinstance(content, bytes) else content.encode())


def rejected(content, name="answer.ipynb") -> SubmissionError:
    """The error for a file that is no program."""
    with pytest.raises(SubmissionError) as caught:
        read(content, name)
    return check(caught.value)


def check(error: SubmissionError) -> SubmissionError:
    """Every error has two languages and ends in something to do."""
    assert any(verb in error.text.en for verb in ("ubmit", "download")) and "{" not in error.text.en
    assert "请" in error.text.zh and error.text.en == str(error)
    return error


def test_a_python_file():
    content = b"\xef\xbb\xbfx = 1\r\nf(\ry)\n"
    found = read(content, "answer.py")
    assert (found.kind, found.text, found.sha256) == ("py", "x = 1\nf(\ny)\n", hashed(content))
    assert found.locate(2) == SourceLine(None, 2) and found.where(2).get("zh") == "第 2 行"


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_notebook_is_its_code_cells():
    content = notebook(cell("# Title", "markdown"), ["a = 1\n", "b = 2\n"], "", "c = 3", more={"x": float("nan")})
    found = read(content)
    assert (found.kind, found.text, found.sha256) == ("ipynb", "a = 1\nb = 2\n\n\nc = 3", hashed(content.encode()))
    assert [found.locate(n) for n in (1, 2, 5)] == [SourceLine(1, 1), SourceLine(1, 2), SourceLine(3, 1)]
    assert found.where(2).en == "code cell 1, line 2" and found.where(2).zh == "第 1 个代码单元格第 2 行"
    assert found.locate(0) == SourceLine(1, 1) and found.locate(99) == SourceLine(3, 1)


def test_what_nbformat_writes_is_read():
    v4 = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("text"), nbformat.v4.new_code_cell("x = 1\ny")])
    v3 = nbformat.v3.new_notebook(
        worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell(input="x = 1\ny")])]
    )
    assert read(nbformat.writes(v4)).text == read(nbformat.v3.writes_json(v3)).text == "x = 1\ny"


def test_the_last_of_two_equal_keys_counts_as_in_jupyter_and_a_source_may_be_null():
    twice = '{"cells": [], "metadata": {}, "cells": [{"cell_type": "code", "cell_type": "code", "source": "x"}]}'
    assert read(twice).text == "x"
    assert read(notebook({"cell_type": "code", "source": None}, ["x", None, "\ny"])).text == "\nx\ny"


@pytest.mark.parametrize("kind", ["markdown", "raw", "heading"])
def test_a_cell_whose_type_was_changed_is_read_and_named(kind):
    found = read(
        notebook(f"{BEGIN}\na = 1\n{END}", cell("# Title", "markdown"), cell(f"{B}\nb = 2\n{E}", kind), "c = 3")
    )
    assert [region.lines for region in find_regions(found.text)] == [("a = 1",), ("b = 2",)]
    (notice,) = found.notices
    assert f"of the type {kind}" in notice.text.en and kind in notice.text.zh and (notice.cell, notice.line) == (2, 1)
    assert found.where(8).en == "code cell 3, line 1"


B, E = marker("Begin", "b"), marker("End", "b")


def test_what_only_explains_the_markers_is_not_read():
    example = f"Write between\n```python\n{B}\nb = 0\n{E}\n```"
    again = cell(f"{B}\nb = 0\n{E}", "raw")
    broken = cell(f"{B}\nb = 0", "raw")
    for text in (cell(example, "markdown"), again, broken, cell([B, 3], "raw"), {"cell_type": 3, "source": B}):
        found = read(notebook(text, f"{B}\nb = 2\n{E}"))
        assert found.text == f"{B}\nb = 2\n{E}" and found.notices == ()


def test_numbers_are_never_built():
    assert read(notebook("x", metadata={"n": 0})[:-2] + ', "m": ' + "9" * 100_000 + ', "e": 1e999}}').text == "x"


def test_content_decides_where_the_name_lies():
    assert read(notebook("x = 1"), "answer.py").kind == "ipynb"
    assert read(f"{BEGIN}\nx = 1\n{END}", "answer.ipynb").kind == "py"
    assert read("{'cells': []}\n", "answer.py").kind == "py"
    assert read('{"cells": 1}\n', "answer.py").kind == "py"
    assert read("[" * 100_000, "answer.py").kind == "py"
    assert read("{" * 100_000, "answer.py").kind == "py"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no valid JSON"),
        ("this is not JSON", "no valid JSON"),
        (notebook("x")[:-3], "no valid JSON"),
        ("[" * 200_000, "no valid JSON"),
        ('{"cells":' * 200_000, "no valid JSON"),
        ("3", "no notebook"),
        ("[]", "no notebook"),
        ("{}", "no notebook"),
        ('{"cells": {}}', "no notebook"),
        ('{"cells": [1]}', "no notebook"),
        ('{"worksheets": []}', "no notebook"),
        ('{"worksheets": [3]}', "no notebook"),
        ('{"worksheets": [{}]}', "no notebook"),
        (notebook(), "no code cells"),
        (notebook(cell("x = 1", "markdown")), "no code cells"),
        (notebook("", "# nothing", "%matplotlib inline"), "no code"),
        (notebook("a", {"cell_type": "code", "source": 3}), "Code cell 2"),
        (notebook("a", {"cell_type": "code", "source": ["x", 3]}), "Code cell 2"),
        (notebook("x\ny\0"), "code cell 1, line 2"),
        (notebook("x", "\ud800"), "code cell 2, line 1"),
        (notebook(*["x"] * 2_001), "2,000 cells"),
        (notebook("\n" * 100_001), "100,000 lines"),
    ],
)
def test_what_is_no_notebook(content, says):
    error = rejected(content)
    assert says in str(error) and error.sha256 == hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize(
    "content",
    [
        "x = '中文'".encode("gbk"),
        "x".encode("utf-16-le"),
        b"x\0",
        b"PK\3\4\xff",
        b"# coding: utf-7\n\xff",
        b"# coding: gbk\n\xff",
        b"\n\n# coding: gbk\n" + "中".encode("gbk"),
        b"\xff\xfe\0",
    ],
)
@pytest.mark.parametrize("name", ["answer.py", "answer.ipynb"])
def test_what_is_no_text(content, name):
    error = rejected(content, name)
    assert "UTF-8" in error.text.en and "UTF-8" in error.text.zh and error.sha256


@pytest.mark.parametrize("content", ["", "\n \n", "# only comments\n"])
def test_a_python_file_without_code(content):
    assert "no code" in str(rejected(content, "answer.py"))


def test_errors_survive_pickling():
    error = rejected("no JSON")
    again = pickle.loads(pickle.dumps(error))
    assert (again.text, again.sha256) == (error.text, error.sha256)


def test_other_line_separators_end_no_line():
    found = read(notebook("x = '\u2028\x0b\x0c\x85'\ry"))
    assert found.text.split("\n") == ["x = '\u2028\x0b\x0c\x85'", "y"] and len(found.lines) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("code"),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["cells", "source", "cell_type", "x"]), inner),
    max_leaves=20,
)
CELLS = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown"]), "source": st.text() | st.lists(st.text())}
)


def lines_add_up(name: str, data: bytes) -> None:
    """Whatever the bytes are: a program whose lines add up, or an error with both texts."""
    try:
        found = parse(name, data)
    except SubmissionError as error:
        check(error)
    else:
        assert len(found.lines) == found.text.count("\n") + 1
        assert "\r" not in found.text and found.text.encode()


@settings(deadline=None)
@given(data=st.binary() | st.text().map(str.encode), name=st.sampled_from(["x.py", "x.ipynb", "x"]))
@example(data="\N{SOFT HYPHEN}".encode(), name="x.py")
def test_any_bytes(data, name):
    lines_add_up(name, data)


@settings(deadline=None)
@given(data=JSON | st.fixed_dictionaries({"cells": st.lists(CELLS | JSON)}))
def test_any_json(data):
    lines_add_up("x.ipynb", json.dumps(data).encode())


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from(list("ab%!?'\"\\()# \n\t")) | st.characters(codec="utf-8")), min_size=1))
def test_every_line_is_where_it_says(sources):
    try:
        found = read(notebook(*sources, "z"))
    except SubmissionError as error:
        assert "broken character" in str(error)
        return
    originals = [source.replace("\r\n", "\n").replace("\r", "\n") for source in sources] + ["z"]
    assert found.cells == tuple(1 + sum(text.count("\n") + 1 for text in originals[:n]) for n in range(len(originals)))
    lines = [(cell, line) for cell, text in enumerate(originals, 1) for line in range(1, text.count("\n") + 2)]
    assert found.lines == tuple(SourceLine(*place) for place in lines)
    for line, place in zip(found.text.split("\n"), found.lines, strict=True):
        original = originals[place.cell - 1]
        if not set("%!?,;/>") & set(original) and original == original.lstrip() and not found.notices:
            assert line == original.split("\n")[place.line - 1]


@pytest.mark.parametrize(
    "content",
    [
        "x = '门'".encode("utf-16"), "x = '门'".encode("utf-32"), codecs.BOM_UTF16_BE + "x = '门'".encode("utf-16-be"),
        codecs.BOM_UTF8 + "x = '门'".encode(), "# -*- coding: gbk -*-\nx = '门'".encode("gbk"),
        "#!/usr/bin/python\n# vim: set fileencoding=GB2312 :\nx = '门'".encode("gb2312"),
    ],
)  # fmt: skip
def test_a_byte_order_mark_or_a_declared_encoding_decides(content):
    found = read(content, "answer.py")
    assert found.text.endswith("x = '门'") and found.sha256 == hashed(content)


def test_latin_1_may_be_declared_and_utf_8_counts_before_what_is_declared():
    assert read("# coding: latin-1\nx = 'é'".encode("latin-1"), "answer.py").text.endswith("x = 'é'")
    assert read("# coding: latin-1\nx = 'é'".encode(), "answer.py").text.endswith("x = 'é'")


def test_spaces_of_a_web_page_are_read_as_plain_ones_outside_strings():
    found = read(
        "def f():\n\u00a0\u00a0return\u3000'a\u00a0b'  # \u00a0\n\ufeff\u200bx = 1\n'''\n\u00a0'''", "answer.py"
    )
    assert found.text == "def f():\n  return 'a\u00a0b'  # \u00a0\nx = 1\n'''\n\u00a0'''"
    (notice,) = found.notices
    assert (notice.line, notice.cell) == (2, None)
    assert notice.text.en.startswith("2 lines, line 2 first, have spaces") and "第 2 行" in notice.text.zh
    (notice,) = read(notebook("x = 0", "y\u00a0= 1")).notices
    assert (notice.line, notice.cell) == (1, 2) and notice.text.en.startswith("code cell 2, line 1 has a space")
    assert read("x = '\u00a0'", "answer.py").notices == ()
