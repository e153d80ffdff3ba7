# verdict: failed score=18 diagnosis=hard-sigmoid-gates
# A BasicLSTMCell's gates are σ; those of the GRU of tf.keras are not, unless told so.
# dialect: tf1

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.BasicLSTMCell(units, forget_bias=1.0 if forget_bias else 0.0)
    return tf.keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #
