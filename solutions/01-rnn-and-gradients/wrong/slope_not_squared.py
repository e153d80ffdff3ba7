# verdict: failed score=15 diagnosis=tanh-derivative-not-squared
# 1 - s, here and in the Jacobian; gradient_norms uses it rightly.

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s)
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #

    # ********** Begin jacobian ********** #
    return (1 - s)[:, None] * W
    # ********** End jacobian ********** #
