# verdict: failed score=16 diagnosis=missing-bias
# The forget gate has no bias.

    # ********** Begin forget_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_f"])
    # ********** End forget_gate ********** #
