# verdict: failed score=18 diagnosis=ignores-x
# U x is forgotten: a state that hears nothing.

    # ********** Begin rnn_step ********** #
    return np.tanh(params["W"] @ s_prev + params["b"])
    # ********** End rnn_step ********** #
