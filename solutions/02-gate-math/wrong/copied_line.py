# verdict: failed score=16 diagnosis=uses-forget-parameters
# A copied line: W was changed, b was not.

    # ********** Begin output_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_o"] + params["b_f"])
    # ********** End output_gate ********** #
