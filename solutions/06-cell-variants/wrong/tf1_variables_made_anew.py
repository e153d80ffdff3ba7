# verdict: failed score=16 diagnosis=weights-not-shared
# As the tutorials do it, each function makes its cell: two cells, two sets of random weights.
# dialect: tf1

    # ********** Begin static ********** #
    if isinstance(cell.state_size, int):
        own = tf.keras.layers.GRUCell(cell.units, recurrent_activation="sigmoid", reset_after=cell.reset_after)
    else:
        own = tf.keras.layers.LSTMCell(cell.units, recurrent_activation="sigmoid")
    outputs, states = tf.nn.static_rnn(own, tf.unstack(x, axis=1), dtype=tf.float32)
    return tf.stack(outputs, axis=1), states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    return tf.nn.dynamic_rnn(type(cell).from_config(cell.get_config()), x, dtype=tf.float32)
    # ********** End dynamic ********** #
