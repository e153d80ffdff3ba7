"""A tanh recurrence and its gradients in NumPy: where lesson 01's expected values come from, and what mistakes give.

One sequence at a time: xs (steps, inputs), states (steps + 1, hidden) with the initial state first, targets
(steps, outputs); params U (hidden, inputs), W (hidden, hidden), b (hidden,), V (outputs, hidden).

    s_t = tanh(U x_t + W s_{t-1} + b)        loss = 1/2 sum_t |V s_t - y_t|^2

The gradients are accumulated forwards in time (Williams & Zipser 1989), each parameter's influence on the state beside
the state itself: no line is shared with back-propagation through time (Werbos 1990), which students write.

Every ``*_mistakes`` function maps a misconception's id to what it may produce: a tuple of alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray
Params = dict[str, Array]
Gradients = dict[str, Array]
Step = tuple[Array, Array, Array, Array]  # ds_prev, dU, dW, db
NAMES = ("U", "W", "b", "V", "s0")  # what the loss has a gradient with respect to


def inputs_for(
    rng: np.random.Generator, steps: int, inputs: int, hidden: int, outputs: int, scale: float = 0.9
) -> tuple[Array, Array, Array, Params]:
    """Random xs, targets, s0 and params; W's largest singular value is `scale`, every bias well away from zero."""
    xs, targets = rng.normal(size=(steps, inputs)), rng.normal(size=(steps, outputs))
    s0 = rng.uniform(-0.8, 0.8, size=hidden)
    W = rng.normal(size=(hidden, hidden))
    params = {
        "U": rng.normal(scale=0.6, size=(hidden, inputs)),
        "W": scale * W / np.linalg.svd(W, compute_uv=False)[0],
        "b": rng.choice([-1.0, 1.0], size=hidden) * rng.uniform(0.2, 0.6, size=hidden),
        "V": rng.normal(size=(outputs, hidden)),
    }
    return xs, targets, s0, params


# -- the recurrence ----------------------------------------------------------------------------------------------------


def rnn_step(x: Array, s_prev: Array, params: Params) -> Array:
    """s_t, (hidden,)."""
    return np.tanh(_before_tanh(x, s_prev, params))


def _before_tanh(x: Array, s_prev: Array, params: Params) -> Array:
    joined = np.hstack([params["U"], params["W"], params["b"][:, None]])
    return joined @ np.concatenate([x, s_prev, [1.0]])


def rnn_forward(xs: Array, s0: Array, params: Params, step: Callable[..., Array] = rnn_step) -> Array:
    """s_0, s_1, ..., (steps + 1, hidden); `step` takes each step, rightly unless it is a mistake."""
    states = [np.asarray(s0, dtype=np.float64)]
    for x in xs:
        states.append(step(x, states[-1], params))
    return np.array(states)


def loss(xs: Array, targets: Array, s0: Array, params: Params) -> float:
    """1/2 sum_t |V s_t - y_t|^2."""
    errors = rnn_forward(xs, s0, params)[1:] @ params["V"].T - targets
    return 0.5 * float(np.sum(errors**2))


def step_mistakes(x: Array, s_prev: Array, params: Params) -> dict[str, tuple[Array, ...]]:
    U, W, b = params["U"], params["W"], params["b"]
    z = _before_tanh(x, s_prev, params)
    found = {
        "missing-bias": (np.tanh(z - b),),
        "missing-activation": (z,),
        "sigmoid-for-tanh": (1 / (1 + np.exp(-z)),),
        "ignores-previous-state": (np.tanh(U @ x + b),),
        "ignores-x": (np.tanh(W @ s_prev + b),),
        "matrix-transposed": (np.tanh(U @ x + W.T @ s_prev + b),),
    }
    if U.shape == W.shape:
        found["matrix-transposed"] += (np.tanh(U.T @ x + W.T @ s_prev + b), np.tanh(U.T @ x + W @ s_prev + b))
        found["x-and-s-exchanged"] = (np.tanh(W @ x + U @ s_prev + b),)
    return found


def forward_mistakes(xs: Array, s0: Array, params: Params) -> dict[str, tuple[Array, ...]]:
    states = rnn_forward(xs, s0, params)
    from_start = np.array([s0, *(rnn_step(x, s0, params) for x in xs)])
    from_zero = rnn_forward(xs, 0 * s0, params)
    without_memory = np.array([s0, *(np.tanh(params["U"] @ x + params["b"]) for x in xs)])
    return {
        "state-not-carried": (from_start,),
        "initial-state-left-out": (states[1:],),
        "initial-state-ignored": (np.array([s0, *from_zero[1:]]), from_zero),
        "last-state-only": (states[-1], states[-1:]),
        "read-backwards": (rnn_forward(xs[::-1], s0, params),),
        "time-on-last-axis": (states.T,),
        "ignores-previous-state": (without_memory,),
    }


# -- gradients ---------------------------------------------------------------------------------------------------------


def gradients(xs: Array, targets: Array, s0: Array, params: Params) -> Gradients:
    """The loss's gradients, accumulated forwards: d s_t / d everything is carried along with s_t."""
    U, W, V = params["U"], params["W"], params["V"]
    hidden, inputs = U.shape
    unit = np.eye(hidden)
    state = np.asarray(s0, dtype=np.float64)
    tangent = np.concatenate([np.zeros((hidden, hidden * (inputs + hidden + 1))), unit], axis=1)  # last: d s_t / d s0
    total, dV = np.zeros(tangent.shape[1]), np.zeros_like(V, dtype=np.float64)
    for x, target in zip(xs, targets, strict=True):
        direct = [np.kron(unit, part[None]) for part in (x, state, np.ones(1))]
        new = rnn_step(x, state, params)
        tangent = (1 - new**2)[:, None] * (W @ tangent + np.concatenate([*direct, np.zeros((hidden, hidden))], axis=1))
        state = new
        error = V @ state - target
        total += (V.T @ error) @ tangent
        dV += np.outer(error, state)
    ends = np.cumsum([hidden * inputs, hidden * hidden, hidden])
    dU, dW, db, ds0 = np.split(total, ends)
    return {"U": dU.reshape(U.shape), "W": dW.reshape(W.shape), "b": db, "V": dV, "s0": ds0}


def directional(
    xs: Array, targets: Array, s0: Array, params: Params, direction: Gradients, size: float = 1e-5
) -> float:
    """The loss's derivative along `direction` by central differences: what every right gradient must agree with."""

    def moved(sign: float) -> float:
        there = {name: params[name] + sign * size * direction[name] for name in params}
        return loss(xs, targets, s0 + sign * size * direction["s0"], there)

    return (moved(1.0) - moved(-1.0)) / (2 * size)


def step_backward(ds: Array, x: Array, s_prev: Array, s: Array, params: Params) -> Step:
    """(ds_prev, dU, dW, db) of one step, from dL/ds_t."""
    return _step_back(ds, x, s_prev, s, params["W"], 1 - s**2)


def _step_back(ds: Array, x: Array, s_prev: Array, s: Array, W: Array, slope: Array | float) -> Step:
    dz = ds * slope
    return np.einsum("i,ij->j", dz, W), np.einsum("i,j->ij", dz, x), np.einsum("i,j->ij", dz, s_prev), dz


_Back = Callable[[Array, Array, Array, Array, Params], Step]


def _wrong_steps() -> dict[str, tuple[_Back, ...]]:
    """Ways of taking one step back wrongly."""

    def slope_of(slope: Callable[[Array], Array | float]) -> _Back:
        return lambda ds, x, before, s, params: _step_back(ds, x, before, s, params["W"], slope(s))

    def slope_in_parameters_only(ds: Array, x: Array, before: Array, s: Array, params: Params) -> Step:
        return (ds @ params["W"], *step_backward(ds, x, before, s, params)[1:])

    def not_transposed(ds: Array, x: Array, before: Array, s: Array, params: Params) -> Step:
        return _step_back(ds, x, before, s, params["W"].T, 1 - s**2)

    def new_state(ds: Array, x: Array, before: Array, s: Array, params: Params) -> Step:
        return _step_back(ds, x, s, s, params["W"], 1 - s**2)

    def outer_transposed(ds: Array, x: Array, before: Array, s: Array, params: Params) -> Step:
        ds_prev, dU, dW, db = step_backward(ds, x, before, s, params)
        return ds_prev, dU.T, dW.T, db

    def other_order(ds: Array, x: Array, before: Array, s: Array, params: Params) -> Step:
        ds_prev, dU, dW, db = step_backward(ds, x, before, s, params)
        return dU, dW, db, ds_prev  # type: ignore[return-value]

    return {
        "derivative-of-tanh-twice": (slope_of(lambda s: 1 - np.tanh(s) ** 2),),
        "missing-tanh-derivative": (slope_of(lambda s: 1.0), slope_in_parameters_only),
        "tanh-derivative-not-squared": (slope_of(lambda s: 1 - s),),
        "sigmoid-derivative-for-tanh": (slope_of(lambda s: s * (1 - s)),),
        "matrix-not-transposed": (not_transposed,),
        "new-state-in-dw": (new_state,),
        "outer-product-transposed": (outer_transposed,),
        "other-order": (other_order,),
    }


def step_backward_mistakes(ds: Array, x: Array, s_prev: Array, s: Array, params: Params) -> dict[str, tuple[Step, ...]]:
    return {key: tuple(back(ds, x, s_prev, s, params) for back in ways) for key, ways in _wrong_steps().items()}


def backpropagate(
    xs: Array,
    targets: Array,
    states: Array,
    params: Params,
    back: _Back = step_backward,
    *,
    sign: float = 1.0,
    carry: float = 1.0,
    accumulate: bool = True,
    only_last_loss: bool = False,
    ascending: bool = False,
    keep_direct: bool = True,
    output_of: tuple[int, int] = (1, 1),
) -> Gradients:
    """Back-propagation through time by means of `back`, one step; the switches make the known mistakes. `output_of` are
    the states, 1 the new and 0 the one before, that the output and the gradient of V are computed from."""
    V, steps = params["V"], len(xs)
    total = {name: np.zeros_like(params[name], dtype=np.float64) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(len(params["b"]))
    for t in range(steps) if ascending else range(steps - 1, -1, -1):
        error = sign * (V @ states[t + output_of[0]] - targets[t])
        if only_last_loss and t < steps - 1:
            error = 0 * error
        ds = V.T @ error if keep_direct or t == steps - 1 else 0.0
        parts = dict(zip(("s0", "U", "W", "b"), back(ds + carry * ds_next, xs[t], states[t], states[t + 1], params),
                         strict=True))  # fmt: skip
        ds_next = parts.pop("s0")
        for name, part in {**parts, "V": np.outer(error, states[t + output_of[1]])}.items():
            total[name] = total[name] + part if accumulate else part
    return {**total, "s0": ds_next}


def bptt_mistakes(xs: Array, targets: Array, states: Array, params: Params) -> dict[str, tuple[Gradients, ...]]:
    given = (xs, targets, states, params)
    right = backpropagate(*given)
    last = backpropagate(xs[-1:], targets[-1:], states[-2:], params)
    found: dict[str, tuple[Gradients, ...]] = {
        "gradient-not-accumulated": (
            backpropagate(*given, accumulate=False),
            {**backpropagate(*given, accumulate=False), "V": right["V"]},
        ),
        "last-step-only": (last, {**last, "V": right["V"]}),
        "not-through-time": (backpropagate(*given, carry=0.0),),
        "only-the-last-loss": (
            backpropagate(*given, only_last_loss=True),
            backpropagate(*given, keep_direct=False),
        ),
        "forwards-in-time": (backpropagate(*given, ascending=True),),
        "output-of-the-state-before": tuple(backpropagate(*given, output_of=of) for of in ((0, 0), (0, 1), (1, 0))),
        "error-sign": (backpropagate(*given, sign=-1.0),),
        "factor-two": (backpropagate(*given, sign=2.0),),
        "mean-over-steps": ({name: part / len(xs) for name, part in right.items()},),
    }
    for key, ways in _wrong_steps().items():
        if key not in NOT_CARRIED["step_backward"]:
            found[key] = tuple(backpropagate(*given, back=back) for back in ways)
    return found


# -- how far a gradient reaches ----------------------------------------------------------------------------------------


def jacobian(s: Array, W: Array) -> Array:
    """d s_t / d s_{t-1}, (hidden, hidden), from the new state s_t."""
    return np.diag(1 - s**2) @ W


def jacobian_mistakes(s: Array, W: Array) -> dict[str, tuple[Array, ...]]:
    return {
        "jacobian-columns-scaled": (W * (1 - s**2),),
        "derivative-of-tanh-twice": (np.diag(1 - np.tanh(s) ** 2) @ W,),
        "missing-tanh-derivative": (W,),
        "tanh-derivative-not-squared": (np.diag(1 - s) @ W,),
        "matrix-not-transposed": (jacobian(s, W).T, np.diag(1 - s**2) @ W.T),
    }


def products(states: Array, W: Array, one: Callable[[Array, Array], Array] = jacobian) -> list[Array]:
    """d s_T / d s_{T-k} for k = 1 .. T; `one` is the Jacobian of a step, right unless it is a mistake."""
    product, found = np.eye(len(W)), []
    for s in states[:0:-1]:
        product = product @ one(s, W)
        found.append(product)
    return found


def spectral_norms(matrices: Sequence[Array]) -> Array:
    """The largest singular value of each."""
    return np.array([np.sqrt(max(np.linalg.eigvalsh(matrix.T @ matrix)[-1], 0.0)) for matrix in matrices])


def gradient_norms(states: Array, W: Array, one: Callable[[Array, Array], Array] = jacobian) -> Array:
    """The spectral norm of d s_T / d s_{T-k} for k = 1 .. T, (steps,)."""
    return spectral_norms(products(states, W, one))


def norm_mistakes(states: Array, W: Array) -> dict[str, tuple[Array, ...]]:
    right, steps = products(states, W), len(states) - 1
    each = [jacobian(s, W) for s in states[:0:-1]]
    swapped, from_start = [each[0]], [each[-1]]
    for matrix in each[1:]:
        swapped.append(matrix @ swapped[-1])
    for matrix in each[-2::-1]:
        from_start.append(matrix @ from_start[-1])
    return {
        "frobenius-norm": (np.array([np.sqrt(np.sum(matrix**2)) for matrix in right]),),
        "product-of-norms": (np.cumprod(spectral_norms(each)),),
        "product-in-other-order": (spectral_norms(swapped),),
        "distance-from-the-start": (spectral_norms(from_start),),
        "norms-reversed": (spectral_norms(right[::-1]),),
        "eigenvalue-for-singular-value": (np.array([np.abs(np.linalg.eigvals(matrix)).max() for matrix in right]),),
        "jacobian-not-multiplied": (spectral_norms(each),),
        "tanh-left-out": (spectral_norms([np.linalg.matrix_power(W, k) for k in range(1, steps + 1)]),),
        "new-and-old-state-mixed-up": (spectral_norms(products(np.concatenate([states[:1], states[:-1]]), W)),),
    }


def cell_path(f: Array) -> Array:
    """d c_T / d c_{T-k} along the cell state itself, k = 1 .. T: the product of the last k forget gates,
    (steps, hidden)."""
    return np.exp(np.cumsum(np.log(f[::-1]), axis=0))


def cell_path_mistakes(f: Array) -> dict[str, tuple[Array, ...]]:
    right = cell_path(f)
    return {
        "gates-added": (np.cumsum(f[::-1], axis=0), np.cumsum(f, axis=0)),
        "distance-from-the-start": (np.cumprod(f, axis=0),),
        "norms-reversed": (right[::-1],),
        "one-gate-too-few": (np.concatenate([np.ones_like(f[:1]), right[:-1]]),),
        "gates-not-multiplied": (f[::-1], f),
        "across-units": (np.cumprod(f[::-1], axis=1), np.cumprod(f, axis=1)),
    }


# -- clipping ----------------------------------------------------------------------------------------------------------

Clipped = tuple[list[Array], float]


def clip_by_global_norm(gradients: Sequence[Array], max_norm: float) -> Clipped:
    """All gradients by one factor, so that their joint norm is at most `max_norm`; and their norm before
    (Pascanu, Mikolov & Bengio 2013)."""
    joint = np.concatenate([np.ravel(array) for array in gradients])
    norm = float(np.sqrt(joint @ joint))
    return [np.array(array) * min(1.0, max_norm / norm if norm else 1.0) for array in gradients], norm


def clip_mistakes(gradients: Sequence[Array], max_norm: float) -> dict[str, tuple[Clipped, ...]]:
    right, norm = clip_by_global_norm(gradients, max_norm)
    norms = [float(np.linalg.norm(np.ravel(array))) for array in gradients]
    squares = norm**2
    total = sum(norms)

    def shrunk(by: float) -> list[Array]:
        return [array * min(1.0, max_norm / by if by else 1.0) for array in gradients]

    each = [array * min(1.0, max_norm / (own or 1.0)) for array, own in zip(gradients, norms, strict=True)]
    return {
        "clipped-one-by-one": ((each, norm),),
        "clipped-elementwise": (([np.clip(array, -max_norm, max_norm) for array in gradients], norm),),
        "always-rescaled": (([array * (max_norm / (norm or 1.0)) for array in gradients], norm),),
        "norm-without-root": ((shrunk(squares), squares), (right, squares)),
        "sum-of-norms": ((shrunk(total), total), (right, total)),
        "largest-value-for-norm": tuple(
            (shrunk(biggest), biggest) for biggest in (max(float(np.abs(a).max()) for a in gradients), max(norms))
        ),
        "norm-after-clipping": ((right, min(norm, max_norm)),),
        "never-clipped": (([np.array(array) for array in gradients], norm),),
        "gradients-divided-by-norm": (([array / (norm or 1.0) for array in gradients], norm),),
    }


# -- errors that are carried forward -----------------------------------------------------------------------------------

# What is not carried on, though the oracle can make it: with such a mistake below, nothing shows whether the function
# built on it does what it is there for; or its parts have shapes that do not fit together.
NOT_CARRIED = {
    "rnn_step": ("ignores-previous-state",),  # whether rnn_forward carries the state
    "step_backward": ("outer-product-transposed", "other-order"),
    "jacobian": ("missing-tanh-derivative",),  # whether gradient_norms reads the states
}


# -- judging claims of several arrays ----------------------------------------------------------------------------------


def like(value: Any, expected: Any, rtol: float = 1e-4) -> bool:
    """Whether a claim, which can be anything, is about `expected`: an array, a number, or a list or dict of such."""
    if isinstance(expected, dict):
        return isinstance(value, dict) and all(like(value.get(name), part, rtol) for name, part in expected.items())
    if isinstance(expected, (list, tuple)):
        fits = isinstance(value, (list, tuple)) and len(value) == len(expected)
        return fits and all(like(one, part, rtol) for one, part in zip(value, expected, strict=True))
    if isinstance(value, (int, float)):
        value = np.asarray(value)
    expected = np.asarray(expected)
    numeric = isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and value.shape == expected.shape
    return numeric and bool(np.allclose(value, expected, rtol=rtol, atol=1e-7))


def explaining(value: Any, mistakes: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Of the mistakes, those with an alternative that `value` is: id -> that alternative."""
    found = {}
    for key, alternatives in mistakes.items():
        for alternative in alternatives:
            if like(value, alternative):
                found.setdefault(key, alternative)
    return found
