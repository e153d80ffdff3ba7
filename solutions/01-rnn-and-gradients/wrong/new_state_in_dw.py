# verdict: failed score=17 diagnosis=new-state-in-dw
# dW from s_t instead of s_{t-1}.

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s), dz
    # ********** End step_backward ********** #
