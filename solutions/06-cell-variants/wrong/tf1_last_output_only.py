# verdict: failed score=18 diagnosis=only-last-output
# outputs[-1], as a classifier needs it.
# dialect: tf1

    # ********** Begin static ********** #
    outputs, states = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), dtype=tf.float32)
    return outputs[-1], states
    # ********** End static ********** #
