# verdict: failed score=18 diagnosis=sigmoid-for-tanh
# A sigmoid in the recurrence.

    # ********** Begin rnn_step ********** #
    return 1 / (1 + np.exp(-(params["U"] @ x + params["W"] @ s_prev + params["b"])))
    # ********** End rnn_step ********** #
