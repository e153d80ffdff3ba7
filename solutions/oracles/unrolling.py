"""LSTM layers unrolled over time in NumPy: the right states, and what each known mistake would give instead.

A layer is ``{kernel (inputs, 4u), recurrent_kernel (u, 4u), bias (4u,)}`` in Keras's layout, gates in the order
i, f, c, o. Sequences are (batch, steps, inputs); a layer's state is (2, batch, units), h first; that of several layers
(layers, 2, batch, units). Every answer is a pair (outputs, state).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product

import numpy as np

from oracles import lstm

Array = np.ndarray
Layer = dict[str, Array]
Answer = tuple[Array, Array]
Unroll = Callable[[Layer, Array, Array], Answer]
Answers = dict[str, list[Answer]]


def random_layers(rng: np.random.Generator, count: int, inputs: int, units: int) -> list[Layer]:
    """`count` layers, one on top of the other, float32; forget gates half open, so that early rows still tell."""
    layers = []
    for _ in range(count):
        shapes = {"kernel": (inputs, 4 * units), "recurrent_kernel": (units, 4 * units), "bias": (4 * units,)}
        scales = {"kernel": 2.0 / np.sqrt(inputs), "recurrent_kernel": 1.2 / np.sqrt(units), "bias": 0.4}
        layers.append({name: rng.normal(scale=scales[name], size=shapes[name]).astype("float32") for name in shapes})
        layers[-1]["bias"][units : 2 * units] += np.float32(0.7)
        inputs = units
    return layers


def random_state(rng: np.random.Generator, *shape: int) -> Array:
    """A float32 state (..., 2, batch, units): h within (-0.9, 0.9), c wider."""
    state = rng.uniform(-0.9, 0.9, size=shape).astype("float32")
    state[..., 1, :, :] *= 1.7
    return state


def states(layer: Layer, rows: Sequence[Array], state: Array, carry: Callable | None = None) -> tuple[Array, Array]:
    """Every h and every c, each (steps, batch, units), over `rows`, one (batch, inputs) per step.

    `carry(h, c)` says which (h, c) the next step starts from: these very two, unless it is a mistake.
    """
    params = lstm.from_keras(layer["kernel"], layer["recurrent_kernel"], layer["bias"])
    h, c = (np.asarray(part, dtype=np.float64) for part in state)
    hs, cs = [], []
    for x in rows:
        h, c = lstm.lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
        if carry is not None:
            h, c = carry(h, c)
    return np.stack(hs), np.stack(cs)


def _answer(hs: Array, cs: Array) -> Answer:
    return np.swapaxes(hs, 0, 1), np.stack([hs[-1], cs[-1]])


def unroll(layer: Layer, sequence: Array, state: Array) -> Answer:
    """(outputs (batch, steps, units), state (2, batch, units)) of one layer."""
    return _answer(*states(layer, np.swapaxes(sequence, 0, 1), state))


def run_layers(layers: Sequence[Layer], sequence: Array, state: Array, one: Unroll = unroll) -> Answer:
    """(outputs of the last layer, state (layers, 2, batch, units)); `one` is what unrolls each layer."""
    final = []
    for layer, start in zip(layers, state, strict=True):
        sequence, end = one(layer, sequence, start)
        final.append(end)
    return sequence, np.stack(final)


def marked(layers: Sequence[Layer], sequence: Array, state: Array, added: float) -> list[Answer]:
    """What `run_layers` may give where `added` is added to all that a library's layer returns: once for a whole stack,
    or for each layer, whose outputs the next one then reads. Which layers make a stack is the caller's choice."""
    answers = []
    for apart in product((0.0, added), repeat=len(layers) - 1):
        read, final = sequence, []
        for layer, start, between in zip(layers, state, (*apart, added), strict=True):
            outputs, end = unroll(layer, read, start)
            read = outputs + between
            final.append(end + added)
        answers.append((read, np.stack(final)))
    return answers


def time_major(one: Unroll, layer: Layer, sequence: Array, state: Array) -> Answer:
    """`one` of a sequence (steps, batch, inputs); outputs are (steps, batch, units)."""
    outputs, end = one(layer, np.swapaxes(sequence, 0, 1), state)
    return np.swapaxes(outputs, 0, 1), end


# -- known mistakes ----------------------------------------------------------------------------------------------------


def _rows(layer: Layer, sequence: Array, state: Array, *, pick: Callable, back: bool = False) -> Answer:
    """The rows of `pick(sequence)`, (batch, steps, inputs), instead of the sequence's own; `back` turns outputs."""
    hs, cs = states(layer, np.swapaxes(pick(sequence), 0, 1), state)
    outputs, end = _answer(hs, cs)
    return (outputs[:, ::-1] if back else outputs), end


def _carrying(layer: Layer, sequence: Array, state: Array, *, carry: Callable) -> Answer:
    return _answer(*states(layer, np.swapaxes(sequence, 0, 1), state, partial(carry, state[0], state[1])))


def _after(layer: Layer, sequence: Array, state: Array, *, change: Callable) -> Answer:
    """`change(hs, cs, state)` makes the answer of the right states, (steps, batch, units)."""
    return change(*states(layer, np.swapaxes(sequence, 0, 1), state), state)


def _time_first(layer: Layer, sequence: Array, state: Array) -> Answer:
    """Steps taken along the batch axis: runs only where batch and steps are the same number."""
    return _answer(*states(layer, sequence, state))


def _final(hs: Array, cs: Array) -> Array:
    return np.stack([hs[-1], cs[-1]])


def _from(change: Callable[[Array], Array]) -> Unroll:
    """Unrolled from `change(state)` instead of the state given."""
    return lambda layer, sequence, state: unroll(layer, sequence, change(np.asarray(state)))


UNROLLS: dict[str, tuple[Unroll, ...]] = {
    "state-not-carried": (partial(_carrying, carry=lambda h0, c0, h, c: (h0, c0)),),
    "cell-state-not-carried": (partial(_carrying, carry=lambda h0, c0, h, c: (h, c0)),),
    "hidden-state-not-carried": (partial(_carrying, carry=lambda h0, c0, h, c: (h0, c)),),
    "initial-state-ignored": (_from(np.zeros_like),),
    "hidden-and-cell-state-swapped": (
        partial(_after, change=lambda hs, cs, state: (_answer(hs, cs)[0], np.stack([cs[-1], hs[-1]]))),
        _from(lambda state: state[::-1]),
        lambda layer, sequence, state: (lambda o, s: (o, s[::-1]))(*unroll(layer, sequence, state[::-1])),
        partial(_carrying, carry=lambda h0, c0, h, c: (c, h)),
        lambda layer, sequence, state: _carrying(layer, sequence, state[::-1], carry=lambda h0, c0, h, c: (c, h)),
    ),
    "same-state-twice": (
        partial(_after, change=lambda hs, cs, state: (_answer(hs, cs)[0], np.stack([hs[-1], hs[-1]]))),
        partial(_after, change=lambda hs, cs, state: (_answer(hs, cs)[0], np.stack([cs[-1], cs[-1]]))),
    ),
    "returns-initial-state": (partial(_after, change=lambda hs, cs, state: (_answer(hs, cs)[0], np.array(state))),),
    "outputs-hold-cell-state": (partial(_after, change=lambda hs, cs, state: (np.swapaxes(cs, 0, 1), _final(hs, cs))),),
    "outputs-on-wrong-axis": (partial(_after, change=lambda hs, cs, state: (hs, _final(hs, cs))),
                              partial(_after, change=lambda hs, cs, state: (np.moveaxis(hs, 0, 2), _final(hs, cs)))),
    "reshape-for-transpose": (
        partial(_after, change=lambda hs, cs, state: (
            hs.reshape(hs.shape[1], hs.shape[0], hs.shape[2]), _final(hs, cs))),
        lambda layer, sequence, state: _rows(layer, sequence, state, pick=lambda xs: np.swapaxes(
            xs.reshape(xs.shape[1], xs.shape[0], xs.shape[2]), 0, 1)),
    ),
    "only-last-output": (partial(_after, change=lambda hs, cs, state: (hs[-1], _final(hs, cs))),),
    "one-step-short": (
        partial(_rows, pick=lambda xs: xs[:, :-1]),
        partial(_rows, pick=lambda xs: xs[:, 1:]),
        partial(_after, change=lambda hs, cs, state: (_answer(hs, cs)[0][:, :-1], _final(hs, cs))),
    ),
    "same-row-every-step": (
        partial(_rows, pick=lambda xs: np.repeat(xs[:, :1], xs.shape[1], axis=1)),
        partial(_rows, pick=lambda xs: np.repeat(xs[:, -1:], xs.shape[1], axis=1)),
    ),
    "rows-backwards": (
        partial(_rows, pick=lambda xs: xs[:, ::-1]),
        partial(_rows, pick=lambda xs: xs[:, ::-1], back=True),
        partial(_after, change=lambda hs, cs, state: (_answer(hs, cs)[0][:, ::-1], _final(hs, cs))),
    ),
    "columns-as-steps": (partial(_rows, pick=lambda xs: np.swapaxes(xs, 1, 2)),),
    "batch-time-swapped": (
        _time_first,
        lambda layer, sequence, state: (lambda o, s: (np.swapaxes(o, 0, 1), s))(*_time_first(layer, sequence, state)),
    ),
}  # fmt: skip


def _possible(makers: dict[str, tuple[Callable[[], Answer], ...]]) -> Answers:
    """What each mistake gives, where it runs at all with these shapes."""
    found: Answers = {}
    for key, alternatives in makers.items():
        for make in alternatives:
            try:
                answer = make()
            except (ValueError, IndexError):
                continue  # with these shapes this mistake is an exception, and no answer
            found.setdefault(key, []).append(answer)
    return found


def _told_apart(sequence: Array) -> dict[str, tuple[Unroll, ...]]:
    """The mistakes of unroll that this sequence tells apart: with as many samples as steps, a reshape changes nothing,
    and is then the same as a transpose that is missing."""
    alike = {"reshape-for-transpose", "outputs-on-wrong-axis"} if sequence.shape[0] == sequence.shape[1] else set()
    return {key: ones for key, ones in UNROLLS.items() if key not in alike}


def unroll_mistakes(layer: Layer, sequence: Array, state: Array) -> Answers:
    """id -> the answers (outputs, state) that it may lead to."""
    known = _told_apart(sequence)
    return _possible({key: tuple(partial(one, layer, sequence, state) for one in ones) for key, ones in known.items()})


def time_major_mistakes(layer: Layer, sequence: Array, state: Array) -> Answers:
    """The same for a sequence (steps, batch, inputs), whose right outputs are (steps, batch, units)."""
    makers = {key: tuple(partial(time_major, one, layer, sequence, state) for one in ones)
              for key, ones in _told_apart(sequence).items()}  # fmt: skip
    makers["outputs-on-wrong-axis"] = (lambda: unroll(layer, np.swapaxes(sequence, 0, 1), state),)
    makers["batch-time-swapped"] = (
        lambda: unroll(layer, sequence, state),
        lambda: time_major(unroll, layer, np.swapaxes(sequence, 0, 1), state),
    )
    return _possible(makers)


def layer_mistakes(layers: Sequence[Layer], sequence: Array, state: Array) -> Answers:
    """id -> the answers (outputs, state) of several layers that it may lead to; those of one layer come with them."""

    def compose(feed: Callable[[Answer, Array, Array], Array], begin: Callable | None = None) -> Answer:
        """`feed(answer of the layer below, sequence)` is what the next layer reads, `begin` where it starts from."""
        given, final = sequence, []
        for n, layer in enumerate(layers):
            start = state[n] if begin is None or n == 0 else begin(final[-1])
            hs, cs = states(layer, np.swapaxes(given, 0, 1), start)
            answer = _answer(hs, cs)
            final.append(answer[1])
            given = feed(answer, sequence, np.swapaxes(cs, 0, 1))
        return answer[0], np.stack(final)

    def kept(change: Callable[[Array, Array], Answer]) -> Callable[[], Answer]:
        return lambda: change(*run_layers(layers, sequence, state))

    single = len(layers) == 1
    makers: dict[str, tuple[Callable[[], Answer], ...]] = {}
    if not single:
        makers = {
            "shared-layer": tuple(partial(run_layers, [each] * len(layers), sequence, state) for each in layers),
            "layer-fed-input": (lambda: compose(lambda answer, given, cs: given),),
            "layer-fed-last-output": (
                lambda: compose(lambda answer, given, cs: np.repeat(answer[0][:, -1:], given.shape[1], axis=1)),
            ),
            "layer-fed-cell-state": (lambda: compose(lambda answer, given, cs: cs),),
            "state-from-layer-below": (lambda: compose(lambda answer, given, cs: answer[0], lambda end: end),),
            "same-initial-state": (lambda: compose(lambda answer, given, cs: answer[0], lambda end: state[0]),
                                   lambda: run_layers(layers, sequence, np.stack([state[-1]] * len(layers)))),
            "first-layer-output": (
                lambda: (unroll(layers[0], sequence, state[0])[0], run_layers(layers, sequence, state)[1]),
            ),
            "layers-reversed": (kept(lambda outputs, end: (outputs, end[::-1])),),
            "only-one-layer-state": (kept(lambda outputs, end: (outputs, end[-1])),
                                     kept(lambda outputs, end: (outputs, end[0])),
                                     kept(lambda outputs, end: (outputs, np.stack([end[0]] * len(layers)))),
                                     kept(lambda outputs, end: (outputs, np.stack([end[-1]] * len(layers))))),
        }  # fmt: skip
    makers["layers-axis-misplaced"] = tuple(
        kept(lambda outputs, end, axis=axis: (outputs, np.moveaxis(end, 0, axis))) for axis in (1, 2, 3)
    )
    makers["only-last-output"] = (kept(lambda outputs, end: (outputs[:, -1], end)),)
    makers["returns-initial-state"] = (kept(lambda outputs, end: (outputs, np.array(state))),)
    makers["outputs-on-wrong-axis"] = (kept(lambda outputs, end: (np.swapaxes(outputs, 0, 1), end)),)
    makers["outputs-hold-cell-state"] = (
        lambda: (np.swapaxes(_top(layers, sequence, state)[1], 0, 1), run_layers(layers, sequence, state)[1]),
    )
    for key, ones in UNROLLS.items():
        composed = tuple(partial(run_layers, layers, sequence, state, one) for one in ones)
        makers[key] = makers.get(key, ()) + composed
    return _possible(makers)


def _top(layers: Sequence[Layer], sequence: Array, state: Array) -> tuple[Array, Array]:
    """Every h and c of the last layer, (steps, batch, units)."""
    given = run_layers(layers[:-1], sequence, state[:-1])[0] if len(layers) > 1 else sequence
    return states(layers[-1], np.swapaxes(given, 0, 1), state[-1])


def last_output_mistakes(outputs: Array) -> dict[str, Array]:
    """What known mistakes take for the last output of (batch, steps, units)."""
    return {
        "last-step-from-batch-axis": outputs[-1],
        "first-step-output": outputs[:, 0],
        "last-but-one-step": outputs[:, -2],
        "mean-over-steps": outputs.mean(axis=1),
        "last-unit": outputs[:, :, -1],
    }


def last_hidden_mistakes(state: Array) -> dict[str, Array]:
    """What known mistakes take for the last layer's h of (layers, 2, batch, units)."""
    return {
        "cell-state-as-output": state[-1, 1],
        "first-layer-output": state[0, 0],
        "layers-axis-misplaced": state[0, 1],
        "both-states": state[-1],
    }


def to_time_major_mistakes(images: Array) -> dict[str, Array]:
    """What known mistakes make of (batch, steps, pixels) instead of (steps, batch, pixels)."""
    batch, steps, pixels = images.shape
    return {
        "reshape-for-transpose": images.reshape(steps, batch, pixels),
        "all-axes-reversed": images.transpose(2, 1, 0),
        "columns-as-steps": np.swapaxes(images, 1, 2),
        "time-pixels-rotated": images.transpose(2, 0, 1),
        "still-batch-major": images,
    }
