# verdict: failed score=18 diagnosis=gru-of-contrib
# rnn.GRUCell resets before, whatever it is asked for.
# dialect: tf1

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.BasicLSTMCell(units, forget_bias=1.0 if forget_bias else 0.0)
    return rnn.GRUCell(units)
    # ********** End make_cell ********** #
