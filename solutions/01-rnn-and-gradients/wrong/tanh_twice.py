# verdict: failed score=17 diagnosis=derivative-of-tanh-twice
# 1 - tanh(s)²: s is a tanh already. bptt calls it rightly and keeps its points.

    # ********** Begin step_backward ********** #
    dz = ds * (1 - np.tanh(s) ** 2)
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #
