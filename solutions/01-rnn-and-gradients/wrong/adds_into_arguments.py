# verdict: failed score=19 diagnosis=changes-inputs
# Right gradients, and targets that have become errors.

    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(states.shape[1])  # 从后面各步传回来的 / what comes back from the later steps
    for t in reversed(range(len(xs))):
        error = targets[t]
        error -= params["V"] @ states[t + 1]
        error *= -1
        total["V"] += np.outer(error, states[t + 1])
        ds = params["V"].T @ error + ds_next
        ds_next, dU, dW, db = step_backward(ds, xs[t], states[t], states[t + 1], params)
        total["U"] += dU
        total["W"] += dW
        total["b"] += db
    return {**total, "s0": ds_next}
    # ********** End bptt ********** #
