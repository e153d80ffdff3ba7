# verdict: passed score=full diagnosis=-
# Back-propagation by way of the Jacobians themselves.

    # ********** Begin step_backward ********** #
    slope = 1 - s**2
    return ds @ jacobian(s, params["W"]), np.outer(ds * slope, x), np.outer(ds * slope, s_prev), ds * slope
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    T = len(xs)
    V = params["V"]
    g = {k: np.zeros(params[k].shape) for k in "UWbV"}
    g["s0"] = np.zeros(len(states[0]))
    for t in range(1, T + 1):
        e = V @ states[t] - targets[t - 1]
        g["V"] = g["V"] + np.outer(e, states[t])
        ds = V.T @ e  # what the error at t says to s_t, and then to every state before it
        for j in range(t, 0, -1):
            ds, dU, dW, db = step_backward(ds, xs[j - 1], states[j - 1], states[j], params)
            g["U"], g["W"], g["b"] = g["U"] + dU, g["W"] + dW, g["b"] + db
        g["s0"] = g["s0"] + ds
    return g
    # ********** End bptt ********** #
