# verdict: failed score=17 diagnosis=sigmoid-derivative-for-tanh
# The slope of the sigmoid.

    # ********** Begin step_backward ********** #
    dz = ds * (s * (1 - s))
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #
