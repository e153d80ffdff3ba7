# verdict: failed score=18 diagnosis=forget-bias-flag-ignored
# forget_bias is 1 in a BasicLSTMCell that is not told otherwise.
# dialect: tf1

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.BasicLSTMCell(units)
    return tf.keras.layers.GRUCell(units, recurrent_activation="sigmoid", reset_after=reset_after)
    # ********** End make_cell ********** #
