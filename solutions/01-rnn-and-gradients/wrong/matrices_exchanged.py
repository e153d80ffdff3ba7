# verdict: raised score=16 diagnosis=matrix-sizes,x-and-s-exchanged
# U and W have changed places: fits only where inputs == hidden.

    # ********** Begin rnn_step ********** #
    return np.tanh(params["W"] @ x + params["U"] @ s_prev + params["b"])
    # ********** End rnn_step ********** #
