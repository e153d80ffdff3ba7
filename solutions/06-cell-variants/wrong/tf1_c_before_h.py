# verdict: failed score=18 diagnosis=hidden-and-cell-state-swapped
# (c, h) is what an LSTMStateTuple has; a tf.keras cell's states are h and c.
# dialect: tf1

    # ********** Begin dynamic ********** #
    outputs, states = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    if isinstance(states, list):
        c, h = states
        states = [h, c]
    return outputs, states
    # ********** End dynamic ********** #
