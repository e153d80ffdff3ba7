# verdict: failed score=17 diagnosis=missing-tanh-derivative
# The gradient does not pass through tanh.

    # ********** Begin step_backward ********** #
    dz = ds
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #
