"""What is said where there is no Linux, instead of a traceback."""

from __future__ import annotations

import sys

from grader.messages.sentences import say

ON_LINUX = sys.platform.startswith("linux")
NEEDS_LINUX = say(
    "checking needs Linux, whose namespaces its sandbox is made of: on Windows use WSL, elsewhere a virtual machine, a "
    "container or your school's JupyterHub"
)

__all__ = ["NEEDS_LINUX", "ON_LINUX"]
