# verdict: failed score=16 diagnosis=last-step-only
# One step back from the end, and no further.

    # ********** Begin bptt ********** #
    t = len(xs) - 1
    error = params["V"] @ states[t + 1] - targets[t]
    ds0, dU, dW, db = step_backward(params["V"].T @ error, xs[t], states[t], states[t + 1], params)
    return {"U": dU, "W": dW, "b": db, "V": np.outer(error, states[t + 1]), "s0": ds0}
    # ********** End bptt ********** #
