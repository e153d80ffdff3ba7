# verdict: failed score=16 diagnosis=gradient-not-accumulated
# = where += belongs: only the first step's gradient is left.

    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(states.shape[1])  # 从后面各步传回来的 / what comes back from the later steps
    for t in reversed(range(len(xs))):
        error = params["V"] @ states[t + 1] - targets[t]
        total["V"] += np.outer(error, states[t + 1])
        ds = params["V"].T @ error + ds_next
        ds_next, dU, dW, db = step_backward(ds, xs[t], states[t], states[t + 1], params)
        total["U"] = dU
        total["W"] = dW
        total["b"] = db
    return {**total, "s0": ds_next}
    # ********** End bptt ********** #
