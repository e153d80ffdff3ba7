"""Runs in the sandbox beside your program (as `student`): notes what your LSTM cell was fed and what it answered.

It decides nothing. What it notes is compared with what you printed.
"""

import contextlib
import functools

import keras
import numpy as np

MOST = 32  # steps noted, at most


def run(a, b, c, weights=None):
    """Call creatLSTMCell(a, b, c); with `weights`, every LSTM cell that they fit computes with these. Returns a dict:

    `steps`: what each LSTM cell or layer really computed: input (b, c) or (b, steps, c), the states h0 and c0 before it
    (None: zeros), the states h and c after it (None if the layer keeps them to itself), and the cell's own kernel,
    recurrent_kernel and bias; `fed`: shape and dtype of what the code handed to the cell or layer; `others`: names of
    recurrent cells that are no LSTM; `returned`: whether creatLSTMCell returned something.
    """
    note = {"steps": [], "fed": [], "others": [], "returned": False}
    with contextlib.ExitStack() as stack:
        stack.enter_context(_eager())
        _watch(stack, note, weights)
        note["returned"] = student.creatLSTMCell(a, b, c) is not None  # noqa: F821 - the grader provides it
    return note


def _watch(stack, note, weights):
    """Listen to keras.layers.LSTMCell, the layers that drive one, and other cells, until `stack` is closed."""
    layers = keras.layers
    inside = []  # calls that are under way: what a layer feeds its own cell was not handed over by the student

    def listening(method):
        @functools.wraps(method)
        def wrapper(self, *args, **kwargs):
            given = args[0] if args else kwargs.get("inputs", kwargs.get("sequences", kwargs.get("sequence")))
            if not inside and _is_lstm(self) and len(note["fed"]) < MOST:
                note["fed"].append({"shape": _shape(given), "dtype": _dtype(given)})
            inside.append(self)
            try:
                return method(self, *args, **kwargs)
            finally:
                inside.pop()

        return wrapper

    def stepping(call):
        @functools.wraps(call)
        def wrapper(self, inputs, states, *args, **kwargs):
            _impose(self, weights)
            answer = call(self, inputs, states, *args, **kwargs)
            _keep(note, self, inputs, states, answer[1])
            return answer

        return wrapper

    def driving(call):
        @functools.wraps(call)
        def wrapper(self, sequences, initial_state=None, *args, **kwargs):
            has_lstm = isinstance(getattr(self, "cell", None), layers.LSTMCell)
            if has_lstm:
                _impose(self.cell, weights)
            answer = call(self, sequences, initial_state, *args, **kwargs)
            if has_lstm:
                _keep(note, self.cell, sequences, initial_state, answer[-2:] if self.return_state else None)
            return answer

        return wrapper

    def naming(call):
        @functools.wraps(call)
        def wrapper(self, *args, **kwargs):
            note["others"].append(type(self).__name__)
            return call(self, *args, **kwargs)

        return wrapper

    for kind in (layers.LSTMCell, layers.RNN):
        _patch(stack, kind, "__call__", listening)
    _patch(stack, layers.LSTMCell, "call", stepping)
    _patch(stack, layers.RNN, "call", driving)
    for kind in (layers.GRUCell, layers.SimpleRNNCell):
        _patch(stack, kind, "call", naming)


def _patch(stack, kind, name, decorate):
    own = vars(kind).get(name)
    setattr(kind, name, decorate(getattr(kind, name)))
    stack.callback(lambda: delattr(kind, name) if own is None else setattr(kind, name, own))


def _impose(cell, weights):
    """Give the cell other weights, if there are any and they fit."""
    for part, value in (weights or {}).items():
        own = getattr(cell, part, None)
        if own is not None and tuple(own.shape) == value.shape:
            own.assign(value)


def _keep(note, cell, inputs, before, after):
    """Note one computation, if it was made with numbers."""
    if len(note["steps"]) >= MOST:
        return
    try:
        before = [None, None] if before is None else [_numbers(state) for state in before]
        after = [None, None] if after is None else [_numbers(state) for state in after]
        step = {"input": _numbers(inputs), "h0": before[0], "c0": before[1], "h": after[0], "c": after[1]}
        for part in ("kernel", "recurrent_kernel", "bias"):
            weight = getattr(cell, part)
            step[part] = None if weight is None else _numbers(weight)
    except Exception:
        return  # a tensor without numbers: the cell is only being traced
    note["steps"].append(step)


def _numbers(tensor):
    return np.array(keras.ops.convert_to_numpy(tensor))


def _is_lstm(layer):
    return isinstance(getattr(layer, "cell", layer), keras.layers.LSTMCell)


def _shape(given):
    try:
        return [None if axis is None else int(axis) for axis in np.shape(given)]
    except Exception:
        return None


def _dtype(given):
    dtype = getattr(given, "dtype", None)  # a plain list has none
    return None if dtype is None else str(keras.backend.standardize_dtype(dtype))


@contextlib.contextmanager
def _eager():
    """Let Model.predict compute step by step, so that there are numbers to note. PyTorch does so anyway."""
    if keras.backend.backend() == "jax":
        import jax

        with jax.disable_jit():
            yield
        return
    if keras.backend.backend() == "torch":
        yield
        return
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(False)
