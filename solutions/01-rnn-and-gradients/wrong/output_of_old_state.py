# verdict: failed score=16 diagnosis=output-of-the-state-before
# The output of each step is computed from the state before it.

    # ********** Begin bptt ********** #
    g = {name: np.zeros_like(params[name]) for name in "UWbV"}
    back = np.zeros(states.shape[1])
    for t in range(len(xs) - 1, -1, -1):
        error = params["V"] @ states[t] - targets[t]
        g["V"] += np.outer(error, states[t])
        back, dU, dW, db = step_backward(params["V"].T @ error + back, xs[t], states[t], states[t + 1], params)
        g["U"] += dU
        g["W"] += dW
        g["b"] += db
    g["s0"] = back
    return g
    # ********** End bptt ********** #
