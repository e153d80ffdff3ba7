# verdict: failed score=18 diagnosis=outputs-on-wrong-axis
# static_rnn gives a list, one output for each step; tf.stack puts the steps first.
# dialect: tf1

    # ********** Begin static ********** #
    outputs, states = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), dtype=tf.float32)
    return tf.stack(outputs), states
    # ********** End static ********** #
