# verdict: failed score=18 diagnosis=missing-activation
# The step is linear.

    # ********** Begin rnn_step ********** #
    return params["U"] @ x + params["W"] @ s_prev + params["b"]
    # ********** End rnn_step ********** #
