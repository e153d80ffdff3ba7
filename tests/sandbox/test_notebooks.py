"""What a notebook's program finds in the box, and how its cells are run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from grader.sandbox.box import Box, Reply
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from grader.source.program import parse

LIMITS = Limits(call_seconds=60, total_seconds=60, output_kb=64, disk_mb=64)
# An IPython that is not there: whoever is asked for it after us stands in for it.
HIDE_IPYTHON = """
import sys
class Hides:
    def find_spec(self, name, path, target=None):
        return sys.meta_path[-1].find_spec(name, path) if name.split('.')[0] == 'IPython' else None
sys.meta_path.insert(0, Hides())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    with WarmServer("numpy") as server:
        yield server


@pytest.fixture
def run(server: WarmServer) -> Callable[..., Reply]:
    """Run a notebook of these cells, or the text of a ``.py``."""

    def start(*cells: str, script: str | None = None) -> Reply:
        book = {"cells": [{"cell_type": "code", "source": source} for source in cells]}
        name, data = ("x.ipynb", json.dumps(book)) if script is None else ("x.py", script)
        read = parse(name, data.encode(), judged=False)
        with Box(server.handle, LIMITS) as box:
            return box.run(read.text, "script.py", 0, None, read.cells, read.kind == "ipynb")

    return start


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("x = 3\nx * 2", "6\n"),
        ("x = 3\nx * 2;", ""),
        ("x = 3\n(x *\n 2);  # shown by nobody", ""),
        ("x = 3\n(x *\n 2)  # ; a comment", "6\n"),
        ("'中文;'", "'中文;'\n"),
        ("'中文'  ;", ""),
        ("None", ""),
        ("x = 1", ""),
        ("1\n2", "2\n"),
        ("if True:\n    3", ""),
        ("%time 4", "4\n"),
        ("%timeit 4", ""),
        ("%%time\n5", "5\n"),
        ("import numpy as np\nnp.zeros(2)", "array([0., 0.])\n"),
        ("display([1], 'x')", "[1]\n'x'\n"),
        ("7", "7\n8\n"),
    ],
)
def test_the_last_value_of_a_cell_is_shown(run: Callable[..., Reply], cell: str, shown: str) -> None:
    after = "_ + 1" if cell == "7" else "y = 0"
    assert run(cell, after).stdout == shown


def test_a_script_shows_none(run: Callable[..., Reply]) -> None:
    assert run(script="# In[1]:\n3\n# In[2]:\n4\nprint(5)").stdout == "5\n"


def test_await_at_the_top_level_in_one_loop(run: Callable[..., Reply]) -> None:
    f = "async def f():\n    await asyncio.sleep(0.01)\n    return 3"
    task = f"import asyncio\n{f}\ntask = asyncio.ensure_future(f())\nawait asyncio.sleep(0)"
    g = "async def g():\n    yield 1\n    yield await f()"
    use = "async for n in g():\n    print(n)\nawait f()"
    assert run("import asyncio\nawait asyncio.sleep(0)", task, "print(await task)", g, use).stdout == "3\n1\n3\n3\n"
    assert run(script="async def f():\n    return 2\nprint(await f())").stdout == "2\n"
    assert run("import asyncio\nasync def f():\n    return 4\nasyncio.run(f())").stdout == "4\n"


def test_from_future_may_stand_in_any_cell(run: Callable[..., Reply]) -> None:
    cells = ("x = 1", "from __future__ import annotations, division\nprint(5 // 2)")
    later = "def f(x: unknown):\n    return x\nf.__annotations__"
    assert run(*cells, later).stdout == "2\n{'x': 'unknown'}\n"
    assert run(script="'''doc'''\nx = 1\nfrom __future__ import print_function\nprint(__doc__, x)").stdout == "doc 1\n"
    with pytest.raises(Fault) as caught:
        run("x = 1\nfrom __future__ import nothing_of_the_kind")
    assert caught.value.facts["frames"][-1][0] == 2


@pytest.mark.parametrize(
    ("cells", "line", "printed"),
    [
        (("print(1)", "x = 1\n1 / 0"), 3, "1\n"),
        (("print(1)", "x = 1\nx = = 2"), 3, ""),
        (("print(1)", "\nf(\n"), 3, ""),
        (("print(1)", "def f():\n    1 / 0", "3\nf()"), 3, "1\n"),
        (("print(1)", "await f()"), 2, "1\n"),
    ],
)
def test_a_line_of_a_later_cell_is_named(
    run: Callable[..., Reply], cells: tuple[str, ...], line: int, printed: str
) -> None:
    with pytest.raises(Fault) as caught:
        run(*cells)
    assert caught.value.facts["frames"][-1][0] == line


def test_the_source_of_a_later_cell_can_be_read(run: Callable[..., Reply]) -> None:
    assert run("x = 1\n", "import inspect\ndef f():\n    return 'here'\n", "print(inspect.getsource(f))").stdout == (
        "def f():\n    return 'here'\n\n"
    )


def test_files_are_written_into_the_box_and_found_by_import(run: Callable[..., Reply]) -> None:
    cells = [
        "%%writefile helper.py\ndef f():\n    return '''7'''",
        "%%writefile -a helper.py\n\ny = 8",
        "import helper",
    ]
    assert run(*cells, "print(helper.f(), helper.y)").stdout == "7 8\n"
    call = "get_ipython().run_cell_magic('writefile', 'a.txt', 'b\\n')\nprint(open('a.txt').read())"
    assert run(script=call).stdout == "b\n\n"


def test_the_shell_does_nothing_and_breaks_nothing(run: Callable[..., Reply]) -> None:
    said = run(
        "ip = get_ipython()\nip.run_line_magic('matplotlib', 'inline')\nip.magic('time')\n"
        "ip.events.register('x', print)\nprint('x' in ip.user_ns, 'IPKernelApp' in ip.config, ip.system('ls'))",
        "x = !ls\nprint(x, x.n, repr(x.s), x.grep('a'), len(x))",
        "a, b = !ls\nt = %timeit -o 1 + 1\nprint([a, b], t.best, t.average)",
        "%%capture out\nprint(1)",
        "out.show()\nprint(repr(out.stdout))\nh = display(3, display_id=True)\nh.update(4)",
    ).stdout
    assert said == "False False None\n[]  '' [] 0\n['', ''] 0.0 0.0\n1\n''\n3\n4\n"


WITH_IPYTHON = """
from IPython import get_ipython
from IPython.display import HTML, Image, Markdown, clear_output, display
from IPython.core.display import display as d2
from IPython.core.interactiveshell import InteractiveShell
import IPython.display as ipd
InteractiveShell.ast_node_interactivity = 'all'
get_ipython().run_line_magic('matplotlib', 'inline')
clear_output(wait=True); display('x', [1]); ipd.display(2); d2(3)
assert HTML('<b>').data == '<b>' and Markdown('a') and ipd.clear_output() is None
print('end')
"""


def test_ipython_can_be_imported_whether_it_is_installed_or_not(run: Callable[..., Reply]) -> None:
    for before in ("", HIDE_IPYTHON):
        assert run(script=before + WITH_IPYTHON).stdout == "'x'\n[1]\n2\n3\nend\n"
    assert run(script="import sys\nprint('IPython' in sys.modules)").stdout == "False\n"


def test_a_graded_program_has_them_too(server: WarmServer) -> None:
    program = (
        "from __future__ import annotations\nimport numpy as np\nasync def two():\n    return 2\nx = await two()\n"
        "from __future__ import division\n"
        "def f(a: unknown):\n    display(a)\n    get_ipython().run_line_magic('time', '')\n"
        "    b = get_ipython().getoutput('ls')\n    return a + x\n"
    )
    with Box(server.handle, LIMITS) as box:
        box.load(program, "answer.py")
        reply = box.call("f", [1])
    assert (reply.value, reply.stdout, reply.printed) == (3, "1\n", [(1,)])
