# verdict: failed score=10 diagnosis=ignores-h,ignores-x,missing-activation,multiplied-bias
# Four slips: no σ, only x, only h, and a factor where the bias is added.

    # ********** Begin forget_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return hx @ params["W_f"] + params["b_f"]
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    hidden = h_prev.shape[1]
    return sigmoid(x @ params["W_i"][hidden:] + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return np.tanh(hx @ params["W_c"] * params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    hidden = h_prev.shape[1]
    return sigmoid(h_prev @ params["W_o"][:hidden] + params["b_o"])
    # ********** End output_gate ********** #
