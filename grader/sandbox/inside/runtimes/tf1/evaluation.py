"""The numbers of a symbolic tensor: `print(state.h)` in TensorFlow 1 shows a name, and a reader wants values.

They come from the student's own graph and from nothing else: variables get their initial values (or those that they
have in the session that is the default one), placeholders that nobody feeds get random values, and what is random in
the graph is drawn once, so that two tensors printed one after the other belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

_RANDOM = {
    "RandomStandardNormal", "TruncatedNormal", "RandomUniform", "RandomUniformInt", "RandomGamma", "RandomPoissonV2",
    "Multinomial", "RandomShuffle", "ParameterizedTruncatedNormal", "StatelessRandomNormalV2",
}  # fmt: skip
_MOST_SIZES = 8  # tried for an axis that is None
_MOST_DEEP = 8


def numbers(value: Any, sizes: tuple[int, ...] = ()) -> Any:
    """`value` with an array in the place of every symbolic tensor and variable, within tuples, lists and dicts too.

    `sizes` are tried first for the axes of placeholders that are None. What cannot be evaluated stays as it is.
    """
    tensors = list(dict.fromkeys(_symbolic(value)))
    if not tensors:
        return value
    found: dict[Any, np.ndarray] = {}
    for graph in {tensor.graph for tensor in tensors}:
        own = [tensor for tensor in tensors if tensor.graph is graph]
        try:
            found.update(zip(own, _state_of(graph).evaluate(own, sizes), strict=True))
        except Exception:  # a loop's inside, an unknown size: its name is what there is to show
            continue
    return _replaced(value, found)


def install() -> None:
    """Let f-strings and `str.format` show numbers, too."""
    import tensorflow as tf

    plain = tf.Tensor.__format__
    under_way: list[bool] = []  # an error message that names a tensor, while one is evaluated, gets its name

    def as_numbers(self: Any, spec: str) -> str:
        if under_way or spec:
            return plain(self, spec)
        under_way.append(True)
        try:
            value = numbers(self)
        finally:
            under_way.pop()
        return plain(self, spec) if value is self else format(value, spec)

    tf.Tensor.__format__ = as_numbers


def sources(tensors: Iterable[Any]) -> dict[Any, None]:
    """The operations that these tensors are computed from, and their own, in the order in which they are met."""
    seen: dict[Any, None] = {}
    todo = [tensor.op for tensor in tensors]
    while todo:
        op = todo.pop()
        if op not in seen:
            seen[op] = None
            todo += [each.op for each in op.inputs]
            todo += op.control_inputs
    return seen


class _State:
    """What is known of one graph: a session of our own, and values for its placeholders and random operations."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self._session: Any = None
        self._initialised: set[str] = set()
        self._fixed: dict[str, np.ndarray] = {}  # tensor name -> value
        self._rng = np.random.RandomState(20_240_229)

    def evaluate(self, tensors: list[Any], sizes: tuple[int, ...]) -> list[Any]:
        """The values of these tensors of the graph, all from one run. Raises what the run raises."""
        import tensorflow as tf

        ops = sources(tensors)
        for size in self._sizes(tensors, ops, sizes):
            feed = {op.outputs[0]: self._placeholder(op, size) for op in ops if op.type == "Placeholder"}
            try:
                values = self._run(tensors, ops, feed)
            except tf.errors.InvalidArgumentError as error:
                problem = error
                continue
            self._fixed.update({tensor.name: value for tensor, value in feed.items()})
            return values
        raise problem

    def _run(self, tensors: list[Any], ops: Iterable[Any], feed: dict[Any, Any]) -> list[Any]:
        import tensorflow as tf

        session = tf.get_default_session()
        if session is not None and session.graph is self._graph:
            try:
                return session.run(tensors, self._drawn(session, ops, feed))
            except tf.errors.FailedPreconditionError:
                pass  # not initialised there: then as if there were no session
        session = self._own_session()
        return session.run(tensors, self._drawn(session, ops, feed))

    def _drawn(self, session: Any, ops: Iterable[Any], feed: dict[Any, Any]) -> dict[Any, Any]:
        """The feed, and with it what is random, drawn the first time that it is needed."""
        random = [op.outputs[0] for op in ops if op.type in _RANDOM and op._get_control_flow_context() is None]
        new = [tensor for tensor in random if tensor.name not in self._fixed]
        if new:
            values = session.run(new, feed)
            self._fixed.update({tensor.name: value for tensor, value in zip(new, values, strict=True)})
        return feed | {tensor: self._fixed[tensor.name] for tensor in random}

    def _own_session(self) -> Any:
        import tensorflow as tf

        graph = self._graph
        if self._session is None:
            self._session = tf.Session(graph=graph)
        for variable in graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES):
            if variable.name not in self._initialised:
                self._session.run(variable.initializer)
                self._initialised.add(variable.name)
        return self._session

    def _sizes(self, tensors: list[Any], ops: Iterable[Any], sizes: tuple[int, ...]) -> list[int]:
        """What to try for an axis of None: likely numbers first."""
        shaped = [*tensors, *(op.outputs[0] for op in ops if op.type == "Placeholder")]
        known = [axis for tensor in shaped if tensor.shape.ndims for axis in tensor.shape.as_list()[:1] if axis]
        return list(dict.fromkeys([*sizes, *known, 2, 1, 3, 4, 5]))[:_MOST_SIZES]

    def _placeholder(self, op: Any, size: int) -> Any:
        tensor = op.outputs[0]
        if tensor.name in self._fixed:
            return self._fixed[tensor.name]
        kind = tensor.dtype.as_numpy_dtype
        shape = [size if axis is None else axis for axis in tensor.shape.as_list()] if tensor.shape.ndims else []
        if np.issubdtype(kind, np.floating):  # a number alone is a keep probability or a rate, mostly: 1 does no harm
            return self._rng.normal(size=shape).astype(kind) if shape else kind(1)
        if np.issubdtype(kind, np.integer):  # a number alone is the size of a batch, mostly
            return np.zeros(shape, kind) if shape else kind(size)
        return np.zeros(shape, kind)


_states: dict[Any, _State] = {}


def _state_of(graph: Any) -> _State:
    if graph not in _states:
        _states[graph] = _State(graph)
    return _states[graph]


def _tensor(value: Any) -> Any:
    """The symbolic tensor that `value` is or stands for, else None."""
    import tensorflow as tf

    if isinstance(value, tf.Variable):
        value = value._as_graph_element()
    return value if isinstance(value, tf.Tensor) and not hasattr(value, "numpy") else None


def _symbolic(value: Any, depth: int = 0) -> Iterator[Any]:
    if depth > _MOST_DEEP:
        return
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from _symbolic(item, depth + 1)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _symbolic(item, depth + 1)
    elif (tensor := _tensor(value)) is not None:
        yield tensor


def _replaced(value: Any, found: dict[Any, np.ndarray], depth: int = 0) -> Any:
    if depth > _MOST_DEEP:
        return value
    if isinstance(value, (tuple, list)):
        items = [_replaced(item, found, depth + 1) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    if isinstance(value, dict):
        return {key: _replaced(item, found, depth + 1) for key, item in value.items()}
    tensor = _tensor(value)
    return found.get(tensor, value) if tensor is not None else value


def unnamed(value: Any, depth: int = 0) -> Any:
    """`value` with plain tuples in the place of named ones, within tuples, lists and dicts."""
    if depth > _MOST_DEEP:
        return value
    if type(value) in (list, tuple) or hasattr(type(value), "_fields"):
        items = [unnamed(item, depth + 1) for item in value]
        return items if type(value) is list else tuple(items)
    if type(value) is dict:
        return {key: unnamed(item, depth + 1) for key, item in value.items()}
    return value
