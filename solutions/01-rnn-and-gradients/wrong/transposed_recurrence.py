# verdict: failed score=18 diagnosis=matrix-transposed
# s @ W where W @ s belongs: the shapes fit, nothing complains.

    # ********** Begin rnn_step ********** #
    return np.tanh(params["U"] @ x + s_prev @ params["W"] + params["b"])
    # ********** End rnn_step ********** #
