"""What IPython would make of a cell, against what is read: exact text, line by line."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert import PythonExporter

from grader.source import cells, ipython, magics
from grader.source.errors import SubmissionError
from grader.source.program import SourceLine, parse
from grader.source.regions import find_regions, marker

BEGIN, END = marker("Begin", "f"), marker("End", "f")


def read(*sources, judged=True):
    book = {"cells": [{"cell_type": "code", "source": source} for source in (*sources, "z = 0")]}
    return parse("x.ipynb", json.dumps(book).encode(), judged=judged)


def text_of(*sources, judged=True):
    """The text of the cells, without the last one; each line where the notebook has it."""
    found = read(*sources, judged=judged)
    lines = [(cell, line) for cell, text in enumerate(sources, 1) for line in range(1, text.count("\n") + 2)]
    assert found.lines == (*(SourceLine(*place) for place in lines), SourceLine(len(sources) + 1, 1))
    return found.text.removesuffix("\nz = 0")


def marked(source, mark=None):
    return {"cell_type": "code", "source": source, **(mark or {})}


def of_cells(cells, judged=True):
    return parse("x.ipynb", json.dumps({"cells": cells}).encode(), judged=judged)


def told(*sources, judged=True):
    return [(notice.cell, notice.line, notice.text.en) for notice in read(*sources, judged=judged).notices]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%time x = 6 * 7", "x = 6 * 7"),
        ("x = %time f()", "x = f()"),
        ("x.y[0] = %time f()", "x.y[0] = f()"),
        ("x['a'] = %time f()", "x['a'] = f()"),
        ("a, b = %time f()", "a, b = f()"),
        ("%time x = 1; y = 2", "x = 1; y = 2"),
        ("%time", "# %time"),
        ("def f():\n    %time x = g()\n\t%time y\n    return x", "def f():\n    x = g()\n\ty\n    return x"),
        ("for i in x:\n    %timeit g(i)\n", "for i in x:\n    g(i);\n"),
        ("%timeit -n 10 -r3 -q f(x)", "f(x);"),
        ("%timeit -n1 -3", "-3;"),
        ("%timeit x = f() # fast", "x = f() # fast"),
        ("x = %timeit -o f(x)", "x = get_ipython().timed(f(x))"),
        ("    x = %timeit -qo y = 3\n    w", "y = 3; x = get_ipython().timed()\nw"),
        ("%prun -s cumtime -l 10 f()", "f();"),
        ("%memit f()", "f();"),
        ("%lprun -f g -f h f()", "f();"),
        ("%time x = g(1, \\\n    2)\ny", "x = g(1, \\\n    2)\ny"),
        ("%timeit -n 10 \\\n  f()", "\\\n  f()"),
        ("%time f(1,\n  2)\n%time y", "f(1,\n  2)\ny"),
        ("%time %timeit f()", "f();"),
        ("x = %time %time f()", "x = f()"),
        ("%time !ls", "# !ls"),
        ("time x = f()", "x = f()"),
    ],
)
def test_a_statement_magic_is_its_statement_in_its_place(source, expected):
    assert text_of(source) == expected
    assert told(source) == [] or "!ls" in source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\n%load_ext grader\n%check f", "# %matplotlib inline\n# %load_ext grader\n# %check f"),
        ("?len\nlen?\nnp.dot??  \nx = y?\n??f", "# ?len\n# len?\n# np.dot??  \n# x = y?\n# ??f"),
        ("%time?", "# %time?"),
        ("%load_ext?", "# %load_ext?"),
        (",f a b\n;f a b\n/f a b", 'f("a", "b")\nf("a b")\nf(a, b)'),
        ("if x:\n    ?len", "if x:\n    pass  # ?len"),
        ("ls", "# %ls"),
        ("x\n\n%%time\nls", "x\n\n# %%time\nls"),
        ("%%time\nx = 1", "# %%time\nx = 1"),
        ("\n \n%%time\n\n%%capture out\nx = 1", "\n \n# %%time\n\n# %%capture out\nx = 1"),
        ("%%timeit -n 5 y = 2\nx = y", "y = 2\nx = y"),
        ("%%prun\n%time x", "# %%prun\nx"),
        ("  x = 1\n  if x:\n    y", "x = 1\nif x:\n  y"),
        (">>> x = 1\n>>> def f():\n...     return x", "x = 1\ndef f():\n    return x"),
        ("In [1]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
    ],
)
def test_what_needs_no_notice(source, expected):
    assert text_of(source) == expected and told(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "s = '''\n%d\n!x\n?y\n>>> z\n%time a\n'''",
        "x = (a  # (\n     %b)",
        "x = (\n% b)\n",
        "x = a \\\n  %b",
        "print('loss = %f' % x)",
        "print('really?')",
        "# what is %time?",
        "x = '\\'('",
        "ls - x",
        "ls = 3\nls",
        "pip = 3",
        "time.sleep(1)",
        "x = '%time y'",
        "def f(x):\n    return x %2",
    ],
)
def test_python_stays_as_it_is(source):
    assert text_of(source) == source and told(source) == []


def test_a_name_of_the_students_is_no_command():
    assert text_of("ls = [1, 2]", "ls") == "ls = [1, 2]\nls"


@pytest.mark.parametrize(
    ("source", "expected", "says"),
    [
        ("!ls -la", "# !ls -la", "shell commands are not run here, so `!ls -la` was left out"),
        ("if x:\n    !ls", "if x:\n    pass  # !ls", "shell commands"),
        ("!pip install a \\\n    b\nx", "# !pip install a \\\n#%     b\nx", "nothing is installed"),
        ("x = !pwd", "x = get_ipython().getoutput('pwd')", "shell commands"),
        ("a, b = !ls", 'a, b = [""] * 2', "shell commands"),
        ("(a, *b) = !ls", "(a, *b) = get_ipython().getoutput('ls')", "shell commands"),
        ("!!ls", "# !!ls", "shell commands"),
        ("%pip install x", "# %pip install x", "nothing is installed"),
        ("!{sys.executable} -m pip install x", "# !{sys.executable} -m pip install x", "nothing is installed"),
        ("!apt-get install x", "# !apt-get install x", "nothing is installed"),
        ("pip install x==1.0", "# %pip install x==1.0", "nothing is installed"),
        ("%env A=1", "# %env A=1", 'os.environ["NAME"] = "value"'),
        ("x = %env A", "x = None", "environment variables"),
        ("cd x/y", "# %cd x/y", "with `os` or `pathlib`"),
        ("%run other.py", "# %run other.py", "other files are not run"),
        ("%frobnicate", "# %frobnicate", "this command of IPython's does nothing here"),
        ("%%bash\n# *** Begin *** #\nls", "#% %%bash\n#% # *** Begin *** #\n#% ls", "begins with `%%bash`"),
        ("%%R\nplot(x)", "#% %%R\n#% plot(x)", "does not run it as Python of this notebook"),
        ("%%time\n%%html\n<b>", "# %%time\n#% %%html\n#% <b>", "begins with `%%html`"),
        ("%%writefile a.py\nx", "#% %%writefile a.py\n#% x", "`%%writefile a.py` writes this cell to a file"),
    ],
)  # fmt: skip
def test_what_is_not_run_is_said(source, expected, says):
    assert text_of(source) == expected
    ((_, _, en),) = told(source)
    assert says in en
    (notice,) = read(source).notices
    assert notice.text.zh and notice.text.zh != en


def test_one_notice_of_each_kind_at_its_first_place():
    assert [(cell, line) for cell, line, _ in told("x\n!ls\n!cat", "!ls\n%env\n!pip install y")] == [
        (1, 2),
        (2, 2),
        (2, 3),
    ]
    (notice,) = told("!" + "\x1b[31m" + "x" * 1000)
    assert len(notice[2]) < 200 and "\x1b" not in notice[2]


def test_markers_do_not_count_in_a_cell_of_another_language_or_of_a_file():
    for magic in ("%%bash", "%%writefile f.py", "%%javascript", "%%python3", "%%unheard-of"):
        found = read(f"{magic}\n{BEGIN}\nx\n{END}\n%time f()", f"{BEGIN}\ny\n{END}")
        assert [region.lines for region in find_regions(found.text)] == [("y",)], magic


@pytest.mark.parametrize(
    "mark",
    [
        {"metadata": {"vscode": {"languageId": "r"}}},
        {"metadata": {"dotnet_interactive": {"language": "csharp"}, "polyglot_notebook": {"kernelName": "csharp"}}},
        {"metadata": {"polyglot_notebook": {"kernelName": "sql"}}},
        {"metadata": {"language": "julia"}},
        {"language": "R"},
    ],
)
def test_markers_do_not_count_in_a_cell_that_is_marked_as_another_language(mark):
    language = next(word for word in ("csharp", "sql", "julia", "R", "r") if f'"{word}"' in json.dumps(mark))
    cells = [marked(f"{BEGIN}\n<- x\n{END}", mark), marked(f"{BEGIN}\ny\n{END}"), marked("x <-", mark)]
    cells.append(marked("print(1)", {"metadata": {"vscode": {"languageId": "Python"}}, "language": "python3"}))
    found = of_cells(cells)
    assert [region.lines for region in find_regions(found.text)] == [("y",)]
    assert [(notice.cell, notice.line) for notice in found.notices] == [(1, 1)]
    assert f"this cell is marked as {language}, not as Python" in found.notices[0].text.en
    assert f"标为 {language}" in found.notices[0].text.zh
    assert found.lines[-1] == SourceLine(4, 1) and found.text.endswith("\nprint(1)"), "it is counted"


def test_where_every_answer_is_marked_so_it_is_a_slip():
    """VS Code marks all cells so while another kernel is chosen; Jupyter runs them as Python."""
    shell = {"metadata": {"vscode": {"languageId": "shellscript"}}}
    found = of_cells([marked("import math"), marked(f"{BEGIN}\nx\n{END}", shell)])
    assert [region.lines for region in find_regions(found.text)] == [("x",)] and not found.notices
    program = of_cells([marked("import math"), marked("ls -la", shell)], judged=False)
    assert program.text == "import math\n#% ls -la" and len(program.notices) == 1, "a program is none"


@pytest.mark.parametrize("odd", [None, [], "r", {"vscode": None}, {"vscode": {"languageId": ["r"]}}, {"language": 3}])
def test_odd_metadata_marks_nothing(odd):
    found = of_cells([marked(f"{BEGIN}\nx\n{END}", {"metadata": odd, "language": None})])
    assert not found.notices and len(find_regions(found.text)) == 1


def test_a_continued_command_makes_no_marker():
    assert find_regions(text_of(f"!x \\\n{BEGIN} \\\n{END}")) == []


def test_a_program_that_is_run_writes_its_files_and_keeps_what_it_captured():
    assert text_of("%%writefile -a h.py\nx = '''", judged=False) == (
        "get_ipython().run_cell_magic('writefile', '-a h.py', \"x = '''\\n\")\n#% x = '''"
    )
    assert text_of("%%capture out\nx", judged=False) == "out = get_ipython().captured\nx"
    assert told("%%writefile a\nx", judged=False) == []


def test_a_region_over_two_cells_keeps_its_indentation():
    first, second = f"def f():\n    {BEGIN}\n    x = 1", f"    return x\n    {END}"
    assert text_of(first, second) == f"{first}\n{second}"
    whole = f"  def f():\n    {BEGIN}\n    return 1\n    {END}"
    assert text_of(whole) == f"def f():\n  {BEGIN}\n  return 1\n  {END}"


def test_ipython_itself_would_run_the_same():
    from IPython.core.inputtransformer2 import TransformerManager

    source = "x = 1\nif x:\n    y = 2\n,f a\nz = (\n  3)\n/g x"
    assert TransformerManager().transform_cell(source) == text_of(source) + "\n"


EXPORTED = """\
import numpy as np
%matplotlib inline
def f():
    %time x = 1
    return x"""


def test_what_nbconvert_exports_is_read_as_the_notebook_is():
    """Each cell of the export has the lines that it has in the notebook, and stands where the export has it."""
    sources = [EXPORTED, f"%%time\n{BEGIN}\nx = 1\n{END}", "!pip install x\ny = !ls", "%%bash\nls", "%%writefile a\nb"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    exported, _ = PythonExporter().from_notebook_node(book)
    found = parse("x.py", exported.encode())
    lines = [line for line in found.text.split("\n") if line and not line.startswith("#")]
    assert lines == [
        "import numpy as np",
        "def f():",
        "    x = 1",
        "    return x",
        "x = 1",
        "y = get_ipython().getoutput('ls')",
    ]
    assert [region.lines for region in find_regions(found.text)] == [("x = 1",)]
    assert len(found.cells) == len(sources) + 1  # above the first header there is what names the encoding
    own = exported.split("\n")
    for line, place in zip(found.text.split("\n"), found.lines, strict=True):
        assert place.cell is None and (line.strip("# ") in own[place.line - 1] or "get_ipython" in own[place.line - 1])
    assert [notice.text.en.split("`")[1] for notice in found.notices] == [
        "get_ipython().system('pip install x')", "y = get_ipython().getoutput('ls')", "%%bash", "%%writefile a",
    ]  # fmt: skip


def script(text):
    found = parse("x.py", text.encode())
    return found.text, found.cells, [(notice.line, notice.text.en.split("`")[1]) for notice in found.notices]


def test_a_colab_export():
    text = (
        "# -*- coding: utf-8 -*-\n!pip install -q x\n\n"
        "# Commented out IPython magic to ensure Python compatibility.\n# %matplotlib inline\n# %time x = 3\n"
        "# a comment\ndef f():\n#     %time y = 2\n    return y\n\n"
        "# Commented out IPython magic to ensure Python compatibility.\n"
        f"# %%time\n# # {BEGIN[2:]}\n# x = 1\n# \n# # {END[2:]}\n\nz"
    )
    read, cells, notices = script(text)
    assert read == (
        "# -*- coding: utf-8 -*-\n# !pip install -q x\n\n"
        "# Commented out IPython magic to ensure Python compatibility.\n# %matplotlib inline\nx = 3\n"
        "# a comment\ndef f():\n    y = 2\n    return y\n\n"
        f"# Commented out IPython magic to ensure Python compatibility.\n# %%time\n{BEGIN}\nx = 1\n\n{END}\n\nz"
    )
    assert cells == (1, 13, 18) and notices == [(2, "!pip install -q x")]
    assert script("# %time x = 3\nz")[0] == "# %time x = 3\nz"  # a comment that nobody made of a command


def test_a_script_with_cells():
    text = (
        "# %%\n%%time\nx = 1\n\n#%% [markdown]\n# text\n# In[7]:\n!ls\ns = '''\n# %%\n'''\n# %% last\n%%bash\nls\n"
        "# <codecell>\nz"
    )
    assert script(text) == (
        "# %%\n# %%time\nx = 1\n\n#%% [markdown]\n# text\n# In[7]:\n# !ls\ns = '''\n# %%\n'''\n"
        "# %% last\n#% %%bash\n#% ls\n# <codecell>\nz",
        (1, 5, 7, 12, 15),
        [(8, "!ls"), (13, "%%bash")],
    )
    jupytext = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n# ---\n\n# %%\n# %time x = 1\n# 50 %time"
    assert script(jupytext)[0].endswith("# %%\nx = 1\n# 50 %time")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("get_ipython().run_line_magic('time', 'x = f()')", "x = f()"),
        ("    y = get_ipython().run_line_magic('time', 'f()')", "    y = f()"),
        ("get_ipython().magic(u'time x = 3')", "x = 3"),
        ("get_ipython().magic('%matplotlib inline')", "# get_ipython().magic('%matplotlib inline')"),
        ("get_ipython().run_cell_magic('time', '', 'if x:\\n    y\\n')", "if x:\n    y"),
        ("get_ipython().run_cell_magic('capture', '', '%%time\\nx')", "# %%time\nx"),
        ("get_ipython().run_line_magic('time', name)", "get_ipython().run_line_magic('time', name)"),
        ("get_ipython().user_ns", "get_ipython().user_ns"),
        ("shell = get_ipython()", "shell = get_ipython()"),
        ("x = [get_ipython().system('ls')]", "x = [get_ipython().system('ls')]"),
    ],
)
def test_calls_that_stand_in_the_file(text, expected):
    assert script(text + "\nz")[0] == expected + "\nz"


def test_a_cell_in_a_call_stands_where_the_call_does():
    found = parse("x.py", b"a\nget_ipython().run_cell_magic('time', '', 'b\\nc\\n')\nd")
    assert found.text == "a\nb\nc\nd" and [place.line for place in found.lines] == [1, 2, 2, 3]


def test_ipython_is_not_imported_for_what_everybody_has(monkeypatch):
    monkeypatch.setattr(ipython, "as_python", None)
    assert text_of("%load_ext grader\n%check f\n%matplotlib inline\nx = '%time'\n# %%time", "%%time\nx") is not None
    with pytest.raises(TypeError):
        read("%time x")


@pytest.mark.parametrize(
    "line", ["%time x", "%load_ext x", "!ls", "x = !ls", "x?", "pip install x", "get_ipython().system('x')"]
)
def test_too_many_commands_are_refused_with_a_sentence(line):
    most = "\n".join([line] * cells.MOST_COMMANDS)
    assert read(most)
    with pytest.raises(SubmissionError) as caught:
        read(most, line)
    assert "more than 2,000 commands" in caught.value.text.en and "2,000" in caught.value.text.zh


def test_what_is_nested_too_deeply_is_not_dropped():
    assert text_of("%time " * 50 + "x").endswith("%time x")  # no Python: the verdict says so


def test_what_is_very_long_is_read_no_further():
    assert text_of("x = %time " + "y" * 2_000).startswith("x = %time y")
    assert text_of("!" + "'" * 100_000) == "# !" + "'" * 100_000
    assert text_of("%time x = '" + "y" * 100_000 + "'") == "x = '" + "y" * 100_000 + "'"


def test_the_students_guide_names_what_is_a_command_without_a_sign():
    docs = Path(__file__).resolve().parents[2] / "docs"
    for name in ("students.md", "students.zh.md"):
        text = (docs / name).read_text(encoding="utf-8")
        assert all(f"`{word}`" in text for word in [*magics.AUTOMAGICS.split("|"), *magics.ALONE.split("|")])
        assert f"{cells.MOST_COMMANDS:,}" in text


SAME = [
    "%time x = 6 * 7",
    "y = %time sum(range(4))",
    "%%time\nx = 3\ny = [\n  x]",
    "%%capture out\nx = 4",
    "%%time\n%%capture\nx = 5",
    "\n\n  x = 1\n  if x:\n    y = 2",
    ">>> x = 1\n>>> def f():\n...     return x\n>>> y = f()",
    "In [1]: x = 1\n   ...: y = 2",
    "s = '''\n%time x\n!ls\n'''",
    "x = (7\n% 4)",
    "x = 7 \\\n  %4",
    "x = 'a = %d' % 3",
    "x = []\n;x.append a b",
    "x = 1\n%time y = x + \\\n   2",
    "def f(n):\n    %time n\n    return n + 1\nx = f(1)",
    "%time x = 'it''s'; y = 2  # ';'",
    "x?\ny = 1",
    "%time\nx = 1",
    "%timeit -n1 -r1 -q pass\nx = 2",
    "%precision 3\nx = 2",
]


IN_IPYTHON = """
import json, sys
from traitlets.config import Config
from IPython.core.interactiveshell import InteractiveShell
config = Config()
config.HistoryManager.enabled = False
seen = []
for source in json.load(sys.stdin):
    shell = InteractiveShell(config=config, ipython_dir=sys.argv[1])
    assert shell.run_cell(source).success, source
    seen.append({name: value for name, value in shell.user_ns.items() if name in ("x", "y", "s")})
print()
print(json.dumps(seen))
"""


def test_names_have_the_values_that_they_have_in_ipython(tmp_path):
    """Run by IPython's own shell; and read by us, run by Python."""
    command = [sys.executable, "-c", IN_IPYTHON, str(tmp_path)]
    ran = subprocess.run(command, input=json.dumps(SAME), capture_output=True, text=True, check=True)
    theirs = json.loads(ran.stdout.splitlines()[-1])
    assert len(theirs) == len(SAME) and all(theirs)
    for source, values in zip(SAME, theirs, strict=True):
        ours: dict[str, object] = {}
        exec(text_of(source), ours)
        assert {name: ours[name] for name in ours if name in ("x", "y", "s")} == values, source
