"""Helpers outside the regions: what may come along into the program, and what may not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source.helpers import MOST_HELPERS, identifiers, is_helper, place_for, without_bodies
from grader.source.regions import MarkerError, find_regions, marker
from grader.source.splicing import Spliced, splice
from tests import toy

USED = frozenset(identifiers(toy.STUB)) | {"measure"}


def read(outside: str, breaks: tuple[int, ...] = (), text: str = "") -> Spliced:
    return splice(toy.STUB, f"{outside}\n{text or toy.answer()}", breaks, USED)


def taken(outside: str) -> list[tuple[str, ...]]:
    return [one.names for one in read(outside).helpers.taken]


def why(outside: str) -> list[str]:
    spliced = read(outside)
    assert not spliced.helpers.taken
    slips = spliced.helpers.refused.values()
    assert all(slip.text.en != slip.text.zh for slip in slips)
    return [slip.text.en for slip in slips]


TAKEN = {
    "import": ("import math", ("math",)),
    "import of a module in a package": ("import os.path", ("os",)),
    "import as": ("import numpy.random as npr", ("npr",)),
    "import of names": ("from math import (\n    fsum,\n    pi as p,\n)", ("fsum", "p")),
    "an import that the stub has, and another": ("import numpy as np, math", ("np", "math")),
    "function": ("def twice(x, k=2, *a, b=(1, -2), **c):\n    return k * x", ("twice",)),
    "function with annotations": ("def f(x: np.ndarray, n: int | None = None) -> list[float]:\n    return x", ("f",)),
    "function in a function": ("def f(x):\n    def g(): return x\n    return g()", ("f",)),
    "function with names of the stub inside": ("def f(x):\n    total = 0\n    return total", ("f",)),
}  # fmt: skip


@pytest.mark.parametrize(("outside", "names"), TAKEN.values(), ids=TAKEN.keys())
def test_what_is_taken(outside: str, names: tuple[str, ...]) -> None:
    assert taken(outside) == [names]


HAS_NAME = "the lesson or Python itself has the name `{}`: give it another"
LONE = "a helper stands alone in its lines, and is Python"
KIND = "a helper is an import or a function"
LITERAL = "the defaults of a helper function are plain numbers, texts and the like"
PLAIN = "the annotations of a helper function are plain names"
REFUSED = {
    "np for another module": ("import math as np", HAS_NAME.format("np")),
    "np after the stub's np": ("import numpy as np, math as np", HAS_NAME.format("np")),
    "np by from": ("from math import sin as np", HAS_NAME.format("np")),
    "np by a function": ("def np(x): return x", HAS_NAME.format("np")),
    "a function of the stub": ("def total(x): return 3", HAS_NAME.format("total")),
    "a constant of the stub": ("from math import pi as FACTOR", HAS_NAME.format("FACTOR")),
    "a name of a check": ("def measure(x): return x", HAS_NAME.format("measure")),
    "len": ("def len(x): return 1", HAS_NAME.format("len")),
    "print": ("from math import sin as print", HAS_NAME.format("print")),
    "__builtins__": ("import math as __builtins__", HAS_NAME.format("__builtins__")),
    "__getattr__": ("def __getattr__(name): return abs", HAS_NAME.format("__getattr__")),
    "np in other letters": ("import math as ｎｐ", HAS_NAME.format("np")),
    "total in other letters": ("def tｏtal(x): return 3", HAS_NAME.format("total")),
    "double, the letter of a formula": ("def 𝒅ouble(x): return 3", HAS_NAME.format("double")),
    "a star": ("from math import *", "a helper imports names, and no `*`"),
    "relative": ("from . import x", "a helper imports from installed modules"),
    "relative, of a module": ("from .m import x", "a helper imports from installed modules"),
    "a default that runs": ("def f(x=print(1)): return x", LITERAL),
    "a default that is a name": ("def f(x=np): return x", LITERAL),
    "a default that assigns": ("def f(x=(np := 3)): return x", LITERAL),
    "a default for a keyword that runs": ("def f(*, x=[i for i in range(3)]): return x", LITERAL),
    "a default that calls set": ("def f(x=set()): return x", LITERAL),
    "a default nested without end": (f"def f(x={'(' * 90}{'-' * 50}1{')' * 90}): return x", LITERAL),
    "a decorator": ("@print\ndef f(x): return x", "a helper function has no decorator"),
    "an annotation that runs": ("def f(x: print(1)): return x", PLAIN),
    "an annotation that assigns": ("def f(x) -> (np := 3): return x", PLAIN),
    "an annotation of the rest": ("def f(*x: (lambda: 3)()): return x", PLAIN),
    "global": ("def f():\n    global np\n    np = 3", "a helper function holds no `global` and no class"),
    "global far inside": ("def f():\n    def g():\n        if 1:\n            global FACTOR; FACTOR = 3\n    g()",
                          "a helper function holds no `global` and no class"),
    "a class inside": ("def f():\n    class C: pass", "a helper function holds no `global` and no class"),
    "a class": ("class C: pass", KIND),
    "a value": ("factor = 3", KIND),
    "a call": ("print('x')", KIND),
    "a condition": ("if True:\n    import math", KIND),
    "a coroutine": ("async def f(): pass", KIND),
    "an import beside a value": ("import math; factor = 3", LONE),
    "a function that runs on": ("import math \\\n", LONE),
    "nonlocal of nothing": ("def f():\n    nonlocal x", LONE),
    "return of nothing": ("def f(x, x): return x", LONE),
}  # fmt: skip


@pytest.mark.parametrize(("outside", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_says_why(outside: str, said: str) -> None:
    assert said in why(outside)
    program = read(outside).program
    assert program == splice(toy.STUB, toy.answer()).program


def test_from_future_is_no_helper() -> None:
    assert why("from __future__ import annotations") == ["a helper imports from installed modules"]


def test_where_they_stand_and_where_they_come_from() -> None:
    text = toy.answer(total="return half(x)") + "\n\ndef half(x):\n    return x / 2  # mine\n"
    spliced = read("import math", (), text)
    lines = spliced.program.split("\n")
    assert lines.index("import numpy as np") < lines.index("import math") < lines.index("def double(x):")
    at = lines.index("def half(x):")
    assert lines[at + 1] == "    return x / 2  # mine" and lines[at + 2] == "def double(x):"
    assert spliced.origin[at] == text.split("\n").index("def half(x):") + 2  # one line stands above the text
    assert spliced.attempted == {"double", "total"} and set(spliced.regions) == {"double", "total"}
    assert all(is_helper(one.key) for one in spliced.helpers.taken) and not is_helper("#1")


def test_helpers_alone_are_no_attempt() -> None:
    assert read("import math", (), toy.STUB).attempted == frozenset()


def test_without_leave_nothing_comes_along() -> None:
    spliced = splice(toy.STUB, "import math\n" + toy.answer())
    assert not spliced.helpers.taken and spliced.program == splice(toy.STUB, toy.answer()).program


def test_a_cell_that_is_no_python_costs_its_own_helpers() -> None:
    spliced = read("import math\ndef f(:\nimport json", (1, 2, 3, 4))
    assert [one.names for one in spliced.helpers.taken] == [("math",), ("json",)]
    (slip,) = spliced.helpers.refused.values()
    assert slip.text.en == "line 2 is no Python, and so nothing outside Begin/End of this cell or file can be read"


def test_a_region_in_no_python_hides_no_helper() -> None:
    assert [one.names for one in read("import math", (), toy.answer(total="return (")).helpers.taken] == [("math",)]


def test_a_function_around_a_region_is_no_helper() -> None:
    renamed = toy.answer().replace("def total(x)", "def totals(x)")
    assert not read("", (), renamed).helpers.taken


def test_the_same_helper_twice_is_as_in_the_notebook() -> None:
    program = read("def f(x): return 1\ndef f(x): return 2").program
    assert program.index("return 1") < program.index("return 2")


def test_place_of_a_first_region_outside_functions() -> None:
    stub = f"import os\n\nfor i in ():\n    pass\n{marker('Begin')}\nx = 1\n{marker('End')}\n"
    assert place_for(stub, find_regions(stub)) == 4
    assert without_bodies(stub.split("\n"), find_regions(stub))[4:7] == ["pass", "", marker("End")]


def test_names_that_a_program_uses() -> None:
    text = "import numpy as np, os.path\ndef f(x, *, y=1):\n    return np.tanh(x, axis=g('name', 'two words'))"
    assert set(identifiers(text)) == {"np", "os", "f", "x", "y", "tanh", "axis", "g", "name"}
    assert set(identifiers("def f(:\n  a.b")) == {"def", "f", "a", "b"}


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.proof("long-texts"))])
def test_hostile_texts_are_bounded(times: int) -> None:
    hostile = [
        "import a" + ", a" * 15_000 * times,
        "\n".join(f"def f{n}(x): return x" for n in range(1_500 * times)),
        "def f(x=" + "(" * 500 * times + ")" * 500 * times + "): pass",
        "def f(x=" + "-" * 5_000 * times + "1): pass",
        "def f(x):\n    return " + "x+" * 6_000 * times + "x",
        "x = " + "[" * 10_000 * times,
        "import math\n" * 6_000 * times,
    ]
    began = time.process_time()
    for outside in hostile:
        spliced = read(outside)
        assert len(spliced.helpers.taken) <= MOST_HELPERS
        compile(spliced.program, "program", "exec")
    cells = read("import math\n" * 3_000 * times, tuple(range(1, 3_000 * times + 1)))
    assert len(cells.helpers.taken) == MOST_HELPERS
    assert time.process_time() - began < 15


LINES = st.sampled_from(
    ["import math", "import math as np", "def f(x):", "    return x", "    global np", "x = 1; \\", "'''", "@f", "(",
     ")", "def total(x):", "", "from math import *", "    def g(y=f(1)): pass", "import os \\", "if x:", "\f", "#"]
    + [f"    {marker(word, name)}" for word in ("Begin", "End") for name in ("double", "total")]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=25), st.lists(st.integers(1, 25), max_size=4))
def test_whatever_stands_outside_the_program_stays_sound_and_its_own_names_are_its_own(lines, breaks):
    try:
        spliced = splice(toy.STUB, "\n".join(lines), sorted({1, *breaks}), USED)
    except MarkerError:
        return
    compile(spliced.program, "program", "exec")
    assert len(spliced.origin) == len(spliced.program.split("\n"))
    bound = {name for one in spliced.helpers.taken for name in one.names}
    assert bound <= {"math", "f", "os", "g"}
