"""What a lesson's probe needs to see an LSTM cell of TensorFlow 1 at work."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from .evaluation import sources
from .weights import from_keras, lstm_kinds, to_keras

MOST = 32  # steps noted, at most


@dataclass(frozen=True)
class Step:
    """One step of a cell, or a whole `dynamic_rnn`, as the graph has it: symbolic, numbers come when a session runs.

    `before` and `after` are (c, h), or c and h side by side; `before` None means zeros.
    """

    cell: Any
    inputs: Any
    before: Any
    after: Any

    @property
    def tensors(self) -> dict[str, Any]:
        parts = {"inputs": self.inputs, "after": self.after, "kernel": self.cell._kernel, "bias": self.cell._bias}
        return parts if self.before is None else parts | {"before": self.before}


class Watch:
    """While it is open, what LSTM cells are fed and what they answer is noted, whenever a session computes it.

    `steps`: input (batch, inputs) or (batch, steps, inputs), the states h0 and c0 before (None: zeros), h and c after,
    and the cell's kernel, recurrent_kernel and bias in Keras's layout; `fed`: shape and dtype of what was handed to a
    cell; `others`: names of recurrent cells that are no LSTM. With `weights` (in Keras's layout), a cell that they fit
    starts from them.
    """

    def __init__(self, weights: dict[str, np.ndarray] | None = None) -> None:
        self.steps: list[dict[str, Any]] = []
        self.fed: list[dict[str, Any]] = []
        self.others: list[str] = []
        self._weights = weights
        self._known: list[Step] = []
        self._inside = 0  # calls under way: what dynamic_rnn hands to its cell was not handed over by the student
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Watch:
        import tensorflow as tf
        from tensorflow.python.client.session import BaseSession

        cells = tf.nn.rnn_cell
        for kind in lstm_kinds():
            self._patch(kind, "call", self._stepping)
            self._patch(kind, "__call__", self._listening)
            self._patch(kind, "add_weight", self._imposing)
        for kind in (cells.GRUCell, cells.BasicRNNCell):
            self._patch(kind, "call", self._naming)
        self._patch(tf.nn, "dynamic_rnn", self._driving)
        self._patch(BaseSession, "run", self._running)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _patch(self, owner: Any, name: str, decorate: Any) -> None:
        own = vars(owner).get(name)
        setattr(owner, name, decorate(getattr(owner, name)))
        self._stack.callback(lambda: delattr(owner, name) if own is None else setattr(owner, name, own))

    # -- while the graph is made

    def _listening(self, call: Any) -> Any:
        @functools.wraps(call)
        def wrapper(cell: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
            self._note_fed(inputs)
            self._inside += 1
            try:
                return call(cell, inputs, *args, **kwargs)
            finally:
                self._inside -= 1

        return wrapper

    def _stepping(self, call: Any) -> Any:
        @functools.wraps(call)
        def wrapper(cell: Any, inputs: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
            if not cell.built:  # called directly, and the first time: it goes through `__call__`, and comes here again
                return call(cell, inputs, state, *args, **kwargs)
            self._note_fed(inputs)
            answer = call(cell, inputs, state, *args, **kwargs)
            if answer[0].op._get_control_flow_context() is None:  # inside a loop there is nothing to fetch
                self._known.append(Step(cell, _tensors(inputs), _tensors(state), answer[1]))
            return answer

        return wrapper

    def _driving(self, call: Any) -> Any:
        @functools.wraps(call)
        def wrapper(cell: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
            self._note_fed(inputs)
            self._inside += 1
            try:
                outputs, state = call(cell, inputs, *args, **kwargs)
            finally:
                self._inside -= 1
            before = args[1] if len(args) > 1 else kwargs.get("initial_state")
            only, (before_it, after_it) = _only_layer(cell, before, state)
            if isinstance(only, lstm_kinds()) and not kwargs.get("time_major"):
                self._known.append(Step(only, _tensors(inputs), _tensors(before_it), after_it))
            return outputs, state

        return wrapper

    def _imposing(self, add_weight: Any) -> Any:
        @functools.wraps(add_weight)
        def wrapper(cell: Any, name: str, shape: Any = None, *args: Any, **kwargs: Any) -> Any:
            import tensorflow as tf

            value = self._given(cell).get(name)
            if value is not None and list(value.shape) == list(shape):
                kwargs["initializer"] = tf.constant_initializer(value)
            return add_weight(cell, name, shape, *args, **kwargs)

        return wrapper

    def _given(self, cell: Any) -> dict[str, np.ndarray]:
        if not self._weights or self._weights["recurrent_kernel"].shape[0] != cell._num_units:
            return {}
        kernel, bias = from_keras(**self._weights, forget_bias=cell._forget_bias)
        return {"kernel": kernel, "bias": bias}

    def _naming(self, call: Any) -> Any:
        @functools.wraps(call)
        def wrapper(cell: Any, *args: Any, **kwargs: Any) -> Any:
            self.others.append(type(cell).__name__)
            return call(cell, *args, **kwargs)

        return wrapper

    def _note_fed(self, given: Any) -> None:
        if not self._inside and len(self.fed) < MOST:
            dtype = getattr(given, "dtype", None)  # a plain list has none
            dtype = getattr(dtype, "base_dtype", dtype)  # a variable's is a reference
            try:
                shape = [None if axis is None else int(axis) for axis in getattr(given, "shape", np.shape(given))]
            except Exception:
                shape = None
            self.fed.append({"shape": shape, "dtype": None if dtype is None else getattr(dtype, "name", str(dtype))})

    # -- while a session runs it

    def _running(self, run: Any) -> Any:
        @functools.wraps(run)
        def wrapper(session: Any, fetches: Any, feed_dict: Any = None, *args: Any, **kwargs: Any) -> Any:
            steps = self._computed_by(session.graph, fetches)
            if not steps:
                return run(session, fetches, feed_dict, *args, **kwargs)
            both = {"asked": fetches, "steps": [step.tensors for step in steps]}
            answer = run(session, both, feed_dict, *args, **kwargs)
            for step, values in zip(steps, answer["steps"], strict=True):
                self._keep(step, values)
            return answer["asked"]

        return wrapper

    def _computed_by(self, graph: Any, fetches: Any) -> list[Step]:
        """The steps that a run for these fetches computes anyway."""
        import tensorflow as tf

        own = [step for step in self._known if step.cell._kernel.graph is graph]
        if not own or len(self.steps) >= MOST:
            return []
        asked = [graph.as_graph_element(each) for each in tf.nest.flatten(fetches)]
        met = sources([each if hasattr(each, "op") else each.outputs[0] for each in asked if _has_value(each)])
        return [step for step in own if any(tensor.op in met for tensor in tf.nest.flatten(step.after))]

    def _keep(self, step: Step, values: dict[str, Any]) -> None:
        if len(self.steps) >= MOST:
            return
        (c0, h0), (c, h) = _halves(values.get("before")), _halves(values["after"])
        note = {"input": values["inputs"], "h0": h0, "c0": c0, "h": h, "c": c}
        self.steps.append(note | to_keras(values["kernel"], values["bias"], step.cell._forget_bias))


def _has_value(element: Any) -> bool:
    """Whether a fetch is a tensor, or an operation that has one."""
    return hasattr(element, "op") or bool(getattr(element, "outputs", ()))


def _only_layer(cell: Any, *states: Any) -> tuple[Any, list[Any]]:
    """The cell, and its states; of a `MultiRNNCell` with one layer, that layer and its own."""
    import tensorflow as tf

    if not isinstance(cell, tf.nn.rnn_cell.MultiRNNCell) or len(cell._cells) != 1:
        return cell, list(states)
    return cell._cells[0], [state[0] if isinstance(state, (tuple, list)) else state for state in states]


def _tensors(value: Any) -> Any:
    """The same, to be fetched: arrays as constants of the graph."""
    import tensorflow as tf

    return None if value is None else tf.nest.map_structure(tf.convert_to_tensor, value)


def _halves(state: Any) -> tuple[Any, Any]:
    """(c, h) of a state: a pair, or both side by side."""
    if state is None:
        return None, None
    if isinstance(state, np.ndarray):
        c, h = np.split(state, 2, axis=1)
        return c, h
    return state[0], state[1]
