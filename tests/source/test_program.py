import hashlib
import json
import pickle

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source.errors import SubmissionError
from grader.source.program import SourceLine, parse
from grader.source.regions import BEGIN, END, find_regions


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
    content = b"\xef\xbb\xbfx = 1\r\n%time\ry = 2\n"
    found = read(content, "answer.py")
    assert (found.kind, found.text, found.sha256) == ("py", "x = 1\n%time\ny = 2\n", hashed(content))
    assert found.locate(2) == SourceLine(None, 2) and found.where(2).get("zh") == "第 2 行"


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_notebook_is_its_code_cells():
    content = notebook(cell("# Title", "markdown"), ["a = 1\n", "b = 2\n"], "", "c = 3", more={"x": float("nan")})
    found = read(content)
    assert (found.kind, found.text, found.sha256) == ("ipynb", "a = 1\nb = 2\n\n\nc = 3", hashed(content.encode()))
    assert [found.locate(n) for n in (1, 2, 5)] == [SourceLine(1, 1), SourceLine(1, 2), SourceLine(3, 1)]
    assert found.where(2).en == "code cell 1, line 2" and found.where(2).zh == "第 1 个代码单元第 2 行"
    assert found.locate(0) == SourceLine(1, 1) and found.locate(99) == SourceLine(3, 1)


def test_what_nbformat_writes_is_read():
    v4 = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("text"), nbformat.v4.new_code_cell("x = 1\ny")])
    v3 = nbformat.v3.new_notebook(
        worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell(input="x = 1\ny")])]
    )
    assert read(nbformat.writes(v4)).text == read(nbformat.v3.writes_json(v3)).text == "x = 1\ny"


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
        ('{"cells": [], "cells": [{"cell_type": "code", "source": "x"}]}', "no valid JSON"),
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
        (notebook("a", {"cell_type": "code", "source": ["x", None]}), "Code cell 2"),
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
    "content", ["x = '中文'".encode("gbk"), "x = 1".encode("utf-16"), "x".encode("utf-16-le"), b"x\0", b"PK\3\4\xff"]
)
@pytest.mark.parametrize("name", ["answer.py", "answer.ipynb"])
def test_only_utf_8_is_text(content, name):
    error = rejected(content, name)
    assert "UTF-8" in error.text.en and "UTF-8" in error.text.zh and error.sha256


@pytest.mark.parametrize("content", ["", "\n \n", "# only comments\n"])
def test_a_python_file_without_code(content):
    assert "no code" in str(rejected(content, "answer.py"))


def test_errors_survive_pickling():
    error = rejected("no JSON")
    again = pickle.loads(pickle.dumps(error))
    assert (again.text, again.sha256) == (error.text, error.sha256)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\n!pip install x\nx = 1", "# %matplotlib inline\n# !pip install x\nx = 1"),
        ("%%time\nx = 1", "# %%time\nx = 1"),
        ("?len\nlen?\nnp.dot??  \nx", "# ?len\n# len?\n# np.dot??  \nx"),
        ("for i in x:\n    %timeit i\n\t!ls", "for i in x:\n    pass  # %timeit i\n\tpass  # !ls"),
        ("s = '''\n%d\n!x\n'''\n%time", "s = '''\n%d\n!x\n'''\n# %time"),
        ("x = (a  # (\n     %b)\n%time", "x = (a  # (\n     %b)\n# %time"),
        ("x = a \\\n  %b\n%time", "x = a \\\n  %b\n# %time"),
        ("x = '('  # \\\n%time", "x = '('  # \\\n# %time"),
        ("x = '\\'('\n%time", "x = '\\'('\n# %time"),
        ("x = '\n%time", "x = '\n# %time"),
        ("x = (\n% b)\n", "x = (\n% b)\n"),
        ("x\n\n%%bash\nls", "x\n\n# %%bash\nls"),
    ],
)
def test_magics_become_comments_line_for_line(source, expected):
    assert read(notebook("y = 0", source)).text == "y = 0\n" + expected


def test_a_cell_of_another_language_is_a_comment_and_holds_no_marker():
    found = read(notebook("x = 1", "%%bash\n** Begin **\nls\n** End **"))
    assert found.text == "x = 1\n#% %%bash\n#% ** Begin **\n#% ls\n#% ** End **"
    assert find_regions(found.text) == []


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
    originals = [source.replace("\r\n", "\n").replace("\r", "\n").split("\n") for source in sources] + [["z"]]
    for line, (number, place) in zip(found.text.split("\n"), enumerate(found.lines, 1), strict=True):
        original = originals[place.cell - 1][place.line - 1]
        assert line.endswith(original.lstrip(" \t")) and found.locate(number) == place
