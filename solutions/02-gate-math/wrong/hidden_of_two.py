# verdict: raised score=8 diagnosis=matrix-sizes
# Works for the sizes of the worked example only.

    # ********** Begin forget_gate ********** #
    return sigmoid(h_prev @ params["W_f"][:2] + x @ params["W_f"][2:] + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    return sigmoid(h_prev @ params["W_i"][:2] + x @ params["W_i"][2:] + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    return np.tanh(h_prev @ params["W_c"][:2] + x @ params["W_c"][2:] + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    return sigmoid(h_prev @ params["W_o"][:2] + x @ params["W_o"][2:] + params["b_o"])
    # ********** End output_gate ********** #
