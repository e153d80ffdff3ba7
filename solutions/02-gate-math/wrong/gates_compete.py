# verdict: failed score=16 diagnosis=softmax-for-sigmoid
# A softmax over the units of one gate.

    # ********** Begin input_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    z = hx @ params["W_i"] + params["b_i"]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    # ********** End input_gate ********** #
