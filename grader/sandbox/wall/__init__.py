"""The wall around a student's process: what this host offers, as a level, and how each level is built.

`strict`     own user, PID, mount, IPC, UTS and network namespaces; a root directory made of read-only binds; a private
             tmpfs; no capabilities; Landlock; seccomp; rlimits.
`container`  no namespaces (a container that forbids them): Landlock, seccomp, rlimits, an unprivileged uid.
`process`    rlimits only: a student who checks their own code on their own machine.

Two steps. `enter_outer` runs once, in the warm server, before it imports anything heavy: what the server cannot see,
no child of it can have read. `enter_inner` runs in each child, before the first byte of the student's program.
"""

from __future__ import annotations

from .identity import scratch_owner
from .inner import enter_inner, fork_walled
from .outer import enter_outer
from .plans import CODE, HOME, LEVELS, InnerPlan, OuterPlan, WallError
from .visible import GPU_FACTS, around, gpu_nodes, imported_from, package_folders, to_hide, visible_roots

__all__ = [
    "CODE", "GPU_FACTS", "HOME", "LEVELS", "InnerPlan", "OuterPlan", "WallError", "around", "enter_inner",
    "enter_outer", "fork_walled", "gpu_nodes", "imported_from", "package_folders", "scratch_owner", "to_hide",
    "visible_roots",
]  # fmt: skip
