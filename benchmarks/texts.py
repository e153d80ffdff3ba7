"""Texts that are slow to read for whoever reads carelessly: fragments, repeated; and mixes of them, under a seed.

Each fragment is one from which some pattern, tokenizer or loop of a reader sets out anew, or has many ways to go on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

BLANKS = (" ", "\t", "\u00a0", "\u3000", "\f", "\x85", "\u2028")
ENDS = ("\n", "\r\n", "\r", "\n\r", "\n\n\n")
QUOTES = ('"', "'", '"""', "'''", "\\", '\\"', "'\\", '"\\\n', '"""\n"""', "'''\n", 'x = """\n', "\"'", "f'{", "rb'''")
BRACKETS = ("(", "[", "{", ")", "([{", "()", "{}[]", "[[", "((((\n", "a[", "f(x, ")
CODE = (
    "import tensorflow", "import tensorflow as t", "import tensorflow as tf\n", "from tensorflow import ",
    "from   tensorflow   import   ", "import   ", "tensorflow.python.ops import ", '"""tensorflow.python.ops import ',
    "tensorflow.python.ops import\t", "compat import ", "read_data_sets ", "read_data_sets   ", "tf.train.", "tf.nn.",
    "tf.train." + "x" * 39, "x" * 40, "x" * 41 + ".", "a.a.", "a.", ".a", "a.tf.", "keras ", "keras.keras.", "def ",
    "def f", "def  f():\n", "class   ", "def\n", "x = 1\n", "x=1;", "    ", " \t", "pass\n", "if x:\n", "lambda:",
)  # fmt: skip
COMMENTS = (
    "#", "# ", "##", "# *", "#*# ", "# **", "# begin", "# begin ", "# ** begin", "# ** Begin x ** # ", "# ** End",
    "# ********** Begin ********** #\n", "# ********** End ********** #\n", "# ** Begin a ** #\nx\n# ** End a ** #\n",
    "# ** Begin\n# ** End\n", "# ** Begin " + "n" * 64 + "\n", "#\u3000*", "# end ", "#\n",
)  # fmt: skip
MAGICS = (
    "%", "%%", "!", "?", "??", "%time ", "%%bash\n", "!ls\n", "a?", "a.b.c?? ", "?x", "%x\n", " %x\n", "x?\t",
    "%time x\n", "%timeit -n 1 ", "x = %time ", "x = !", "x = %", "x = !ls\n", "a, b = ", "['a']", "%%time\n", "/",
    "%%writefile x\n", ",f ", "!x \\\n", "%time \\\n", ">>> ", ">>> x\n", "In [1]: ", "pip install x\n", "ls - x\n",
    "ls\n", "get_ipython()", "get_ipython().system('x')\n", "get_ipython().run_cell_magic('time', '', '", "# %%\n",
    "x = get_ipython().", "# In[1]:\n", "# %time x\n", "# %%time\n", "#   jupytext:\n",
    "# Commented out IPython magic to ensure Python compatibility.\n",
)  # fmt: skip
NUMBERS = (
    "1", "1.", ".1", "1.1", "1e", "1e1", "1e-", "-1", "+", "-.", "1_", "0.5 ", "9" * 40, "1 .", "٣", "1%", "% ", "...",
    "[0.1 0.2]\n", "shape=(", "shape=", "shape=(1", "dtype=<", "device='", "dtype=torch.", "shape=(2, 3), ", "<", "'x",
)  # fmt: skip
ACCURACIES = (
    "acc", "acc ", "acc" + " " * 240 + "x\n", "accuracy", "accuracy on ", "acc on a a a a ", "acc on", "acc : ",
    "accuracy is ", "acc = [", "acc 1 ", "acc 0.5 %", "_acc", "准确率", "准确率 为 ", "精度：", "step", "step ",
    "step 1", "step : ", "steps # ", "第 ", "第 1 ", "after ", "iteration ", "batch ", "epoch ", "train ", "val",
    "test", "valid", "step 1 acc 0.5\n", "step 9 train acc 0.5 test acc 0.5 ", "acc 0.5\r", "accuracy on x x x x is ",
)  # fmt: skip
ODD = (
    "\x1b", "\x1b[", "\x1b[0", "\x1b[1;", "\x1b]0;", "\x9b1", "\x07", "\x00", "\ufeff", "\u200b", "\ud83d", "\x7f", "é",
    "e\u0301", "中", "𝒳", "<b>", "&amp;", "{{", "{%", "{0}", "%s", "${", "`", "~~~", "- ", "|", "\x0b", "\x1c",
)  # fmt: skip
JSON = (
    "[",
    "{",
    '{"a":',
    "[[],",
    '{"a":1,',
    '{"cells":[',
    '["',
    "\\u",
    "\\ud800",
    "1,",
    "null,",
    "[{},",
    "1" * 50,
    "-",
)
FRAGMENTS = (*BLANKS, *ENDS, *QUOTES, *BRACKETS, *CODE, *COMMENTS, *MAGICS, *NUMBERS, *ACCURACIES, *ODD, *JSON)


def grown(unit: str, size: int, head: str = "", tail: str = "") -> str:
    """`unit` over and over between `head` and `tail`, about `size` characters in all."""
    return head + unit * max(1, (size - len(head) - len(tail)) // len(unit)) + tail


def mixed(number: int, size: int) -> str:
    """The mix of this number: the same one at every size, only longer."""
    rng = random.Random(number)
    unit = "".join(rng.choices(FRAGMENTS, k=rng.randint(2, 4)))
    if rng.random() < 0.3:  # a long run inside each unit
        unit += rng.choice(FRAGMENTS) * rng.randint(50, 300)
    head, tail = (rng.choice(("", *FRAGMENTS)) for _ in range(2))
    return grown(unit, size, head, tail)


def texts(mixes: int, first: int = 0) -> Iterator[tuple[str, object]]:
    """(name, function of the size that gives the text) of every fragment alone, then of so many mixes."""
    for fragment in FRAGMENTS:
        yield repr(fragment[:20]), lambda size, unit=fragment: grown(unit, size)
    for number in range(first, first + mixes):
        yield f"mix {number}", lambda size, number=number: mixed(number, size)
