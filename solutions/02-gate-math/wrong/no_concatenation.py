# verdict: raised score=8 diagnosis=states-added-to-inputs
# h and x are added up: their widths do not even fit.

    # ********** Begin forget_gate ********** #
    return sigmoid((h_prev + x) @ params["W_f"] + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    return sigmoid((h_prev + x) @ params["W_i"] + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    return np.tanh((h_prev + x) @ params["W_c"] + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    return sigmoid((h_prev + x) @ params["W_o"] + params["b_o"])
    # ********** End output_gate ********** #
