# verdict: failed score=12 diagnosis=uses-candidate-parameters,uses-input-parameters,uses-output-parameters
# Subscripts left over from copying: W and b, or only one of them.

    # ********** Begin input_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_c"] + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return np.tanh(hx @ params["W_o"] + params["b_o"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_i"] + params["b_i"])
    # ********** End output_gate ********** #
