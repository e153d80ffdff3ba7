# verdict: failed score=17 diagnosis=matrix-not-transposed
# The gradient goes back through W, not through its transpose.

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    return params["W"] @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #
