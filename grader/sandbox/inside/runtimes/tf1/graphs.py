"""`tf.reset_default_graph()` in a graph that is not the outermost: a lesson's function runs in a graph of its own."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any


def install() -> None:
    """Let `reset_default_graph` give the place of the graph in use to a new one, until that graph's `with` ends."""
    import tensorflow as tf
    from tensorflow.python.eager import context
    from tensorflow.python.framework import ops

    enter, reset, graphs = ops.Graph.as_default, ops.reset_default_graph, ops._default_graph_stack

    @functools.wraps(reset)
    def reset_default_graph() -> None:
        if graphs.stack:
            graphs.stack[-1] = fresh = ops.Graph()
            switches = context.context().context_switches  # where TensorFlow looks for the place of a new variable
            switches.pop()
            switches.push(fresh.building_function, fresh.as_default, fresh._device_function_stack)
        else:
            reset()

    @functools.wraps(enter)
    @contextlib.contextmanager
    def as_default(self: Any) -> Iterator[Any]:
        with enter(self):
            depth = len(graphs.stack) - 1
            try:
                yield self
            finally:
                graphs.stack[depth:] = [self]  # TensorFlow takes it off, and looks that it is the one

    ops.Graph.as_default = as_default
    ops.reset_default_graph = tf.reset_default_graph = reset_default_graph
