# verdict: failed score=16 diagnosis=ignores-previous-state
# W s is forgotten: a layer without memory. With such a step nothing shows whether rnn_forward carries the state.

    # ********** Begin rnn_step ********** #
    return np.tanh(params["U"] @ x + params["b"])
    # ********** End rnn_step ********** #
