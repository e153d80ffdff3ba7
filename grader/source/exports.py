"""What other programs made of a notebook when they saved it as ``.py``: where its cells begin, what became comments.

nbconvert writes ``# In[3]:`` above each cell; VS Code, Spyder and Jupytext ``# %%``. Colab and Jupytext make comments
of IPython's commands, and say so.
"""

from __future__ import annotations

import re

from grader.source.statements import Scan

_HEADER = re.compile(r"#[ \t]*+(?:In[ \t]?\[[ \d]*+\]:?[ \t]*+$|%%(?:$|[ \t\[])|<codecell>[ \t]*+$)")
_COLAB = "# Commented out IPython magic to ensure Python compatibility."
_JUPYTEXT = re.compile(r"#[ \t]++jupytext:[ \t]*+$")
_COMMAND = re.compile(r"#[ \t]([ \t]*+%[A-Za-z_]\w*+(?:[ \t].*+)?)$")
_CELL_COMMAND = re.compile(r"#[ \t](%%[A-Za-z_!]\w*+(?:[ \t].*+)?)$")
_MOST_HEAD = 30  # lines in which Jupytext says that a file is its own


def cells(lines: list[str]) -> tuple[list[str], list[int]]:
    """The lines, with what Colab or Jupytext commented out, and the index of each line at which a cell begins."""
    lines, apart = _uncommented(lines)
    starts = [0]
    if not apart and not any(line.startswith("#") and _HEADER.match(line) for line in lines):
        return lines, starts
    scan = Scan()
    for index, text in enumerate(lines):
        its = not scan.inside
        if index and its and (index in apart or (text.startswith("#") and _HEADER.match(text))):
            starts.append(index)
        scan.read("" if its and text.lstrip(" \t")[:1] in ("%", "!") else text)  # a command's quotes are its own
    return lines, starts


def _uncommented(lines: list[str]) -> tuple[list[str], set[int]]:
    """The lines, and where one of Colab's cells begins or ends that it commented out as a whole."""
    jupytext = any(map(_JUPYTEXT.match, lines[:_MOST_HEAD]))
    colab = whole = False
    result: list[str] = []
    apart: set[int] = set()
    for index, line in enumerate(lines):
        if line.startswith(_COLAB):
            colab, whole = True, False
        elif whole and line.startswith("#"):
            line = line[2:] if line[1:2] in (" ", "\t") else line[1:]
        elif colab and (found := _CELL_COMMAND.match(line)):
            whole, line = True, found[1]
            apart.add(index)
        else:
            if whole:
                apart.add(index)
            whole = False
            if (colab or jupytext) and (found := _COMMAND.match(line)):
                line = found[1]
        result.append(line)
    return result, apart
