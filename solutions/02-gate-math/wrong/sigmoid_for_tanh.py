# verdict: failed score=16 diagnosis=sigmoid-for-tanh
# The candidate goes through the sigmoid, like the gates.

    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_c"] + params["b_c"])
    # ********** End candidate ********** #
