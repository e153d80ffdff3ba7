"""How a Keras model is trained, for a lesson's probe: on how many samples at a time, and by how many updates.

What is noted is a claim like all that this process says. In a graph of TensorFlow it is counted as the graph runs;
other backends show each size once, when they trace it.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import weakref
from collections import Counter
from collections.abc import Iterator
from typing import Any

_LARGEST = 4096  # samples at a time that are told apart


class Watch:
    """From its making on, every optimizer of Keras is known; inside `noting`, every call of a layer from outside."""

    def __init__(self) -> None:
        self._keras = sys.modules["keras"]
        self._optimizers: weakref.WeakSet[Any] = weakref.WeakSet()
        self._depth = self._noting = 0
        self._seen: Counter[int] = Counter()
        self._in_graph: Any = None
        layer, optimizer = self._keras.Layer, self._keras.optimizers.Optimizer
        layer.__call__ = self._listening(layer.__call__)
        optimizer.__init__ = self._remembering(optimizer.__init__)

    @contextlib.contextmanager
    def noting(self) -> Iterator[dict[str, Any]]:
        """A dict that holds, when the block is left: `sizes`, pairs of a number of samples and how many calls had it;
        `counted`, whether these are all calls, not each size once; and `updates`, by optimizers of Keras."""
        note: dict[str, Any] = {}
        held = {id(one): (one, self._updates(one)) for one in self._optimizers}  # kept, so that no id comes again
        self._seen.clear()
        self._noting += 1
        try:
            yield note
        finally:
            self._noting -= 1
            more = [self._updates(one) - held.get(id(one), (one, 0))[1] for one in list(self._optimizers)]
            note.update(sizes=self._sizes(), counted=self._counted(), updates=sum(more) or None)

    def forget(self) -> None:
        """Let every optimizer of Keras start anew: its number of updates and all that it remembers is zero."""
        for one in list(self._optimizers):
            for variable in one.variables:
                if variable is not getattr(one, "_learning_rate", None):
                    variable.assign(self._keras.ops.zeros_like(variable))

    def _counted(self) -> bool:
        return bool(self._keras.backend.backend() == "tensorflow")

    def _updates(self, optimizer: Any) -> int:
        return int(self._keras.ops.convert_to_numpy(optimizer.iterations)) if optimizer.built else 0

    def _sizes(self) -> list[list[int]]:
        if self._in_graph is not None:
            self._seen.update(dict(enumerate(self._in_graph.numpy().tolist())))
            self._in_graph.assign([0] * (_LARGEST + 1))
        return sorted([size, calls] for size, calls in self._seen.items() if calls)

    def _listening(self, call: Any) -> Any:
        @functools.wraps(call)
        def wrapper(layer: Any, *args: Any, **kwargs: Any) -> Any:
            if self._noting and not self._depth:
                self._note(args[0] if args else next(iter(kwargs.values()), None))
            self._depth += 1
            try:
                return call(layer, *args, **kwargs)
            finally:
                self._depth -= 1

        return wrapper

    def _note(self, given: Any) -> None:
        if isinstance(given, self._keras.KerasTensor) or len(getattr(given, "shape", ())) < 2:
            return
        if self._counted() and not sys.modules["tensorflow"].executing_eagerly():
            self._note_in_graph(given)
        elif given.shape[0] is not None:
            self._seen[min(int(given.shape[0]), _LARGEST)] += 1

    def _note_in_graph(self, given: Any) -> None:
        tf = sys.modules["tensorflow"]
        if self._in_graph is None:
            with tf.init_scope(), tf.device("CPU:0"):
                self._in_graph = tf.Variable([0] * (_LARGEST + 1), dtype=tf.int64, trainable=False)
        size = tf.minimum(tf.shape(given)[0], _LARGEST)
        self._in_graph.assign_add(tf.one_hot(size, _LARGEST + 1, dtype=tf.int64))

    def _remembering(self, make: Any) -> Any:
        @functools.wraps(make)
        def wrapper(optimizer: Any, *args: Any, **kwargs: Any) -> None:
            make(optimizer, *args, **kwargs)
            self._optimizers.add(optimizer)

        return wrapper
