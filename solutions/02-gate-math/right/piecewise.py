# verdict: passed score=full diagnosis=-
# np.piecewise, with a function for each sign; np.block.


    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=np.float64)
    return np.piecewise(z, [z >= 0, z < 0], [lambda v: 1 / (1 + np.exp(-v)), lambda v: np.exp(v) / (1 + np.exp(v))])
    # ********** End sigmoid ********** #


    # ********** Begin forget_gate ********** #
    hx = np.block([h_prev, x])
    return sigmoid(np.dot(hx, params["W_f"]) + params["b_f"])
    # ********** End forget_gate ********** #
