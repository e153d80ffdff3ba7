# verdict: failed score=18 diagnosis=missing-bias
# The bias is forgotten; rnn_forward calls the wrong step rightly and keeps its points.

    # ********** Begin rnn_step ********** #
    return np.tanh(params["U"] @ x + params["W"] @ s_prev)
    # ********** End rnn_step ********** #
