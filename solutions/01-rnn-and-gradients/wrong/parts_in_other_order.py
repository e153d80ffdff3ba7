# verdict: failed score=17 diagnosis=other-order
# The gradient for the previous state comes last; bptt knows.

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    return np.outer(dz, x), np.outer(dz, s_prev), dz, params["W"].T @ dz
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(states.shape[1])  # 从后面各步传回来的 / what comes back from the later steps
    for t in reversed(range(len(xs))):
        error = params["V"] @ states[t + 1] - targets[t]
        total["V"] += np.outer(error, states[t + 1])
        ds = params["V"].T @ error + ds_next
        dU, dW, db, ds_next = step_backward(ds, xs[t], states[t], states[t + 1], params)
        total["U"] += dU
        total["W"] += dW
        total["b"] += db
    return {**total, "s0": ds_next}
    # ********** End bptt ********** #
