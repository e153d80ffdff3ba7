# verdict: raised score=14 diagnosis=matrix-sizes
# Written for (batch, steps, inputs): raises on one sequence.

    # ********** Begin rnn_forward ********** #
    states = [s0]
    for t in range(xs.shape[1]):
        states.append(rnn_step(xs[:, t], states[-1], params))
    return np.stack(states, axis=1)
    # ********** End rnn_forward ********** #

    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(states.shape[1])  # 从后面各步传回来的 / what comes back from the later steps
    for t in reversed(range(xs.shape[1])):
        error = params["V"] @ states[t + 1] - targets[t]
        total["V"] += np.outer(error, states[t + 1])
        ds = params["V"].T @ error + ds_next
        ds_next, dU, dW, db = step_backward(ds, xs[t], states[t], states[t + 1], params)
        total["U"] += dU
        total["W"] += dW
        total["b"] += db
    return {**total, "s0": ds_next}
    # ********** End bptt ********** #
