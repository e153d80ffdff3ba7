# verdict: passed score=full diagnosis=-
# The slope of tanh at z, which is computed anew: 1 - tanh(z)² is 1 - s².

    # ********** Begin step_backward ********** #
    U, W, b = (params[name] for name in "UWb")
    pre = U.dot(x) + W.dot(s_prev) + b
    slope = 1.0 / np.cosh(pre) ** 2
    through = slope * ds
    return through.dot(W), through[:, None] * x[None], through[:, None] * s_prev[None], through
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    slopes = 1 - np.tanh(xs @ params["U"].T + states[:-1] @ params["W"].T + params["b"]) ** 2
    errors = states[1:] @ params["V"].T - targets
    dz = np.zeros_like(slopes)
    coming = np.zeros(states.shape[1])
    for t in range(len(xs))[::-1]:
        dz[t] = slopes[t] * (errors[t] @ params["V"] + coming)
        coming = dz[t] @ params["W"]
    return dict(U=dz.T @ xs, W=dz.T @ states[:-1], b=dz.sum(0), V=errors.T @ states[1:], s0=coming)
    # ********** End bptt ********** #
