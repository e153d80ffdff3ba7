# verdict: raised score=8 diagnosis=activation-twice,bias-outside-activation,shapes-do-not-fit,subtracted-bias,transposed-result
# A bias subtracted, one added after σ, a tanh applied twice, and columns for rows.

    # ********** Begin forget_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_f"] - params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_i"]) + params["b_i"]
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return np.tanh(np.tanh(hx @ params["W_c"] + params["b_c"]))
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_o"] + params["b_o"]).T
    # ********** End output_gate ********** #
