"""Judging all answers at once gives what judging each by itself gives."""

from __future__ import annotations

import itertools
import random

import pytest

from grader.source import syntax
from grader.source.regions import marker
from grader.source.splicing import Spliced, splice

BODIES = [
    "    return x",
    "    return (x +\n        1)",
    '    y = """',
    '    """',
    "    y = (",
    "    )",
    "    if x:",
    "        return 1",
    "    else:\n        return 2",
    "    try:\n        pass",
    "    except ValueError:\n        pass",
    "    global y\n    y = 1",
    "    y = 1\n    global y",
    "    nonlocal x",
    "    y = 1",
    "    def inner():\n        nonlocal y\n        y = 2",
    "    yield 1",
    "    yield 1\n    return 2",
    "    await x",
    "    from __future__ import annotations",
    "    return x  \\",
    "    return x\n\f    return 2",
    "    return x\nprint(1)",
    "    pass\ndef more():\n    return 1",
    "print(1)",
    "\treturn x",
    "        return x",
    "    # nothing",
    "",
    "    break",
    "    for y in x:\n        break",
    "    from math import *",
    "    @x",
    "    return f'{x}'",
    "    '''Words.'''\n    y = '''\n'''",
    "    y = '''",
    "    pass\n    '''",
    "    x = '\\",
    "    y = [\n1]",
    "    return {",
    "    }",
    "    y = 'a' \\",
    "    with open(x) as y: pass",
    "    def inner(): return 1",
    "    del x; return x;",
    "    y = x if x else",
    "    import math, sys\n    return sys",
    "    pass",
    "    y = f'{",
    "    }'",
    "    # ''' nothing\n    y = x",
    "    x = '\n    '",
    "    lambda: (yield)",
    "    class A:\n        return 1",
    "    y: int = 1",
    "    match x:\n        case 1:\n            pass",
    "   return x",
    "    return x\n  return x",
    "    y = x\n    if x: \\",
    "    y = x\nif x:",
    "    y = x\ndef more():",
    "    y = x\nclass More:",
    "    y = x\n  # nothing\nwith x:",
    "    \\",
    "    \\\n    # nothing",
    "    y = x\rif x:",
    "    for y in x: \\\n    # nothing",
]  # fmt: skip


def program(*bodies: str) -> str:
    one, two, three, four = bodies
    parts = [
        "import math", "", "", "def first(x):", '    """The first."""', marker("Begin", "a"), one, marker("End", "a"),
        "    z = 1", marker("Begin", "b"), two, marker("End", "b"), "", "", "def second(x):", '    """The second."""',
        "    for z in x:", "        " + marker("Begin", "c"), three, "        " + marker("End", "c"), "    return 1",
        "", marker("Begin", "d"), four, marker("End", "d"), "",
    ]  # fmt: skip
    return "\n".join(parts)


STUB = program("    raise NotImplementedError", "    raise NotImplementedError", "        pass", "value = 1")


def both_ways(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Spliced, Spliced]:
    together = splice(STUB, text)
    with monkeypatch.context() as patch:
        patch.setattr(syntax, "may_stand_alone", lambda body, indent: False)
        return together, splice(STUB, text)


def test_every_pair_in_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    for one, other in itertools.product(BODIES, BODIES):
        text = program(one, other, "        x = z", "value = 2")
        together, alone = both_ways(text, monkeypatch)
        assert (together.program, together.slips, together.notices) == (alone.program, alone.slips, alone.notices)


def moved(body: str, indent: str | None) -> str:
    lines = body.split("\n")
    if indent is None:
        return "\n".join(line.removeprefix("    ") for line in lines)
    return "\n".join(indent + line if line else line for line in lines)


def test_all_four_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(3)
    sound = 0
    for _ in range(1500):
        bodies = [moved(draw.choice(BODIES), indent) for indent in ("", "", "    ", None)]
        together, alone = both_ways(program(*bodies), monkeypatch)
        assert (together.program, together.slips) == (alone.program, alone.slips), bodies
        sound += not together.slips
    assert sound > 5


def test_an_answer_as_most_are_is_not_judged_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    fault = syntax.fault
    monkeypatch.setattr(syntax, "fault", lambda text: compiled.append(len(text)) or fault(text))
    text = program("    y = x", "    return z", "        x = z", "value = 2")
    splice(STUB, text)
    compiled.clear()
    splice(STUB, text)
    assert len(compiled) == 1


def test_long_answers_are_compiled_one_by_one_since_their_memory_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x = [" + "1, " * 40_000 + "]"
    seen: list[int] = []
    real = syntax.fault
    monkeypatch.setattr(syntax, "fault", lambda text: seen.append(len(text)) or real(text))
    spliced = splice(STUB, program(f"    {long}", f"    {long}", f"        {long}", long))
    assert spliced.program and not spliced.slips
    assert max(seen, default=0) < len(STUB) + 2 * len(long)
