# verdict: failed score=18 diagnosis=hard-sigmoid-gates
# tf.keras's cells as they come: their gates are a hard sigmoid.
# dialect: tf1

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return tf.keras.layers.LSTMCell(units, unit_forget_bias=forget_bias)
    return tf.keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #
