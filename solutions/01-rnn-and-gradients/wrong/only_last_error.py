# verdict: failed score=16 diagnosis=only-the-last-loss
# The error of the last step only, carried all the way back.

    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    error = params["V"] @ states[-1] - targets[-1]
    total["V"] += np.outer(error, states[-1])
    ds = params["V"].T @ error
    for t in reversed(range(len(xs))):
        ds, dU, dW, db = step_backward(ds, xs[t], states[t], states[t + 1], params)
        total["U"] += dU
        total["W"] += dW
        total["b"] += db
    return {**total, "s0": ds}
    # ********** End bptt ********** #
