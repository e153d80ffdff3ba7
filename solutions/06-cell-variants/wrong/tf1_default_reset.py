# verdict: failed score=18 diagnosis=reset-after-flag-ignored
# reset_after is False in a tf.keras GRUCell of TensorFlow 1 that is not told otherwise.
# dialect: tf1

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.BasicLSTMCell(units, forget_bias=1.0 if forget_bias else 0.0)
    return tf.keras.layers.GRUCell(units, recurrent_activation="sigmoid")
    # ********** End make_cell ********** #
