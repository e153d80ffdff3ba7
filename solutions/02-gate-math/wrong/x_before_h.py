# verdict: failed score=10 diagnosis=x-before-h
# [x, h] instead of [h, x], in every gate.

    # ********** Begin forget_gate ********** #
    hx = np.concatenate([x, h_prev], axis=1)
    return sigmoid(hx @ params["W_f"] + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    hx = np.concatenate([x, h_prev], axis=1)
    return sigmoid(hx @ params["W_i"] + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hx = np.concatenate([x, h_prev], axis=1)
    return np.tanh(hx @ params["W_c"] + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    hx = np.concatenate([x, h_prev], axis=1)
    return sigmoid(hx @ params["W_o"] + params["b_o"])
    # ********** End output_gate ********** #
