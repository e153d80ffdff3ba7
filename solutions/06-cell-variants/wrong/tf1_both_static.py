# verdict: failed score=18 diagnosis=dynamic-is-unrolled
# dynamic is given to static_rnn as well, which needs to know the number of steps.
# dialect: tf1

    # ********** Begin dynamic ********** #
    outputs, states = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), dtype=tf.float32)
    return tf.stack(outputs, axis=1), states
    # ********** End dynamic ********** #
