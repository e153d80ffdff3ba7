"""What a command of IPython's means in a program that is read and not typed: a statement in its place, or nothing."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from grader.messages.sentences import Deferred, defer

# Each runs a statement, in the same process: with the letters of its options, `:` after those that take a value.
STATEMENTS = {
    "time": "", "timeit": "n:r:tcp:qov:", "prun": "D:l:rs:T:q", "memit": "r:t:i:co", "lprun": "rsf:m:D:T:u:z",
    "mprun": "rf:T:c", "snakeviz": "tf:", "debug": "b:",
}  # fmt: skip
# Those whose value is not the statement's.
VALUELESS = {"timeit", "prun", "memit", "lprun", "mprun", "snakeviz", "debug"}
# Cells of Python, run in the same process.
BODIES = {*STATEMENTS, "capture", "pyinstrument", "wandb"} - {"lprun", "mprun"}
FILES = {"writefile", "file"}
# Without a meaning for a program, so that nobody needs to be told: what is shown, how, and what Jupyter reloads.
QUIET = {
    "matplotlib", "load_ext", "reload_ext", "unload_ext", "autoreload", "aimport", "config", "check", "points", "see",
    "hint", "reset", "report",
    "precision", "pprint", "xmode", "colors", "automagic", "autosave", "autocall", "alias", "who", "whos", "who_ls",
    "psearch",
    "pinfo", "pinfo2", "pdoc", "psource", "pfile", "pdef", "history", "hist", "lsmagic", "magic", "quickref",
    "notebook",
    "tensorflow_version", "tensorboard", "load", "page", "clear", "cls", "pdb", "doctest_mode", "logstart", "save",
    "pwd", "unalias", "rehashx", "recall", "rerun", "gui", "pycat", "more", "less", "man", "cat", "ls", "ll", "lf",
    "lk", "ldir", "lx", "subplots", "watermark", "timeit_result",
}  # fmt: skip
# Without `%`: in a line that is no Python, and, alone in a cell, where it could be a name.
AUTOMAGICS = (
    "pip|conda|mamba|uv|cd|ls|ll|cat|cp|mv|rm|mkdir|rmdir|man|more|less|env|run|time|timeit|prun|load_ext|matplotlib"
)
ALONE = "ls|ll|pwd|clear"

_SHELL = {"system", "sx", "!", "bash", "sh", "script", "cmd", "shell"}
_PACKAGES = {"pip", "pip3", "conda", "mamba", "micromamba", "uv"}
_FOLDERS = {"cd", "pushd", "popd", "dhist", "bookmark", "cp", "mv", "rm", "rmdir", "mkdir"}
_INSTALLS = re.compile(
    r"[ \t]*+(?:sudo[ \t]++|(?:python3?|\"?\{sys\.executable\}\"?)[ \t]++-m[ \t]++)?(?:pip3?|conda|mamba|uv|apt)\b"
)

LEFT_OUT: dict[str, Deferred] = {
    "packages": defer(
        "nothing is installed here, so `{code}` was left out: import what is installed already, and delete that line"
    ),
    "shell": defer("shell commands are not run here, so `{code}` was left out: do in Python what you need of it"),
    "folders": defer(
        "`{code}` was left out: files and folders are made, and changed, by Python alone, with `os` or `pathlib`"
    ),
    "environment": defer(
        '`{code}` was left out: set environment variables in Python, with `os.environ["NAME"] = "value"`'
    ),
    "file": defer("`{code}` was left out: other files are not run; copy what you need of them into this one"),
    "language": defer(
        "this cell begins with `{code}`, so that Jupyter does not run it as Python of this notebook: it was left out, "
        "and so were the markers in it"
    ),
    "marked": defer(
        "this cell is marked as {code}, not as Python: it was left out, and so were the markers in it; if your answer "
        "is here, change the language of the cell to Python and save"
    ),
    "written": defer(
        "`{code}` writes this cell to a file and does not run it, so nothing in it is graded: take that line away if "
        "your answer is here"
    ),
    "other": defer(
        "`{code}` was left out: this command of IPython's does nothing here; write in Python what it should do"
    ),
}


@dataclass(frozen=True)
class Call:
    """One call that IPython made of its syntax: ``before`` it stands in its statement the indentation and what is
    assigned to; `method` is of ``get_ipython()``; `body` is a cell's, None for a line."""

    before: str
    method: str
    name: str
    line: str
    body: str | None = None

    @property
    def target(self) -> str:
        return self.before.strip()


_CALL = re.compile(r"[ \t]*+(?:[\w., \t*:\"'()\[\]]++=[ \t]*+)?get_ipython\(\)\.\w")
_MOST_CALLED = 1 << 20
_METHODS = {"run_line_magic", "run_cell_magic", "magic", "system", "getoutput", "show_usage"}


def may_be_call(line: str) -> bool:
    return len(line) <= _MOST_CALLED and "get_ipython()" in line and _CALL.match(line) is not None


def parse_call(statement: str) -> Call | None:
    """The statement as a call of ``get_ipython()`` with literal arguments; None if it is anything else."""
    before, found, _ = statement.partition("get_ipython()")
    try:
        body = ast.parse(statement.lstrip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not found or len(body) != 1 or not isinstance(body[0], ast.Expr | ast.Assign | ast.AnnAssign):
        return None
    node = body[0].value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.keywords:
        return None
    given = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    owner, method = node.func.value, node.func.attr
    if len(given) != len(node.args) or not isinstance(owner, ast.Call) or not isinstance(owner.func, ast.Name):
        return None
    if method not in _METHODS:
        return None
    if method == "magic":
        name, _, line = (given or [""])[0].strip().lstrip("%").partition(" ")
        return Call(before, "run_line_magic", name, line.strip())
    if method in ("system", "getoutput", "show_usage"):
        return Call(before, method, "system" if given else "pinfo", "".join(given))
    name, line = [*given, "", ""][:2]
    cell = given[2] if method == "run_cell_magic" and len(given) == 3 else None
    return Call(before, method, name, line.strip(), cell)


def kind_of(call: Call) -> str | None:
    """Under which of `LEFT_OUT` a call falls that is not run; None: nobody needs to be told."""
    name = call.name.lstrip("%")
    if call.body is not None:
        return "written" if name in FILES else "language"
    if name in QUIET or name in BODIES or not name:
        return None
    if name in _PACKAGES or (name in _SHELL and _INSTALLS.match(call.line)):
        return "packages"
    for kind, names in (
        ("shell", _SHELL), ("folders", _FOLDERS), ("environment", {"env", "set_env"}), ("file", {"run", "macro"}),
    ):  # fmt: skip
        if name in names:
            return kind
    return "other"


_WORD = re.compile(r"[ \t]*+(\S++)")
_OPTION = re.compile(r"-\w\S{0,40}+")


def statement_of(name: str, line: str) -> str:
    """The statement in the line of a magic of `STATEMENTS`: what follows its options."""
    options, at = STATEMENTS[name], 0
    while word := _WORD.match(line, at):
        if word[1] == "--no-raise-error":
            at = word.end()
        elif _OPTION.fullmatch(word[1]) and (value := _value(word[1][1:], options)) is not None:
            found = _WORD.match(line, word.end()) if value else None
            at = (found or word).end()
        else:  # no option of its: a negative number, say
            break
    return line[at:].lstrip(" \t")


def _value(letters: str, options: str) -> bool | None:
    """Whether the value of these options is the next word; None: they are none."""
    for index, letter in enumerate(letters):
        if letter == ":" or letter not in options:
            return None
        if f"{letter}:" in options:
            return index == len(letters) - 1
    return False


def targets(before: str) -> int:
    """How many names an assignment unpacks into; 1 where it does not, or where that cannot be told."""
    try:
        (node,) = ast.parse(before.strip() + " 0").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 1
    first = node.targets[0] if isinstance(node, ast.Assign) else None
    if not isinstance(first, ast.Tuple | ast.List) or any(isinstance(each, ast.Starred) for each in first.elts):
        return 1
    return len(first.elts)
