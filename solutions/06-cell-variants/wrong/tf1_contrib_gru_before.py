# verdict: failed score=18 diagnosis=gru-of-contrib
# rnn.GRUCell where the reset comes before: its gates' biases start at 1, and its weights are laid out otherwise.
# dialect: tf1

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.BasicLSTMCell(units, forget_bias=1.0 if forget_bias else 0.0)
    if not reset_after:
        return rnn.GRUCell(units)
    return tf.keras.layers.GRUCell(units, recurrent_activation="sigmoid", reset_after=True)
    # ********** End make_cell ********** #
