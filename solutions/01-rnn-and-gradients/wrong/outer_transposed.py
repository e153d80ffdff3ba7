# verdict: failed score=17 diagnosis=outer-product-transposed
# Both outer products the other way round; bptt cannot add them up and takes its own step.

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    return params["W"].T @ dz, np.outer(x, dz), np.outer(s_prev, dz), dz
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(states.shape[1])
    for t in reversed(range(len(xs))):
        error = params["V"] @ states[t + 1] - targets[t]
        total["V"] += np.outer(error, states[t + 1])
        ds_next, dU, dW, db = step_backward(params["V"].T @ error + ds_next, xs[t], states[t], states[t + 1], params)
        total["U"] += dU.T
        total["W"] += dW.T
        total["b"] += db
    return {**total, "s0": ds_next}
    # ********** End bptt ********** #
