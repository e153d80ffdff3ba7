# verdict: failed score=18 diagnosis=static-is-dynamic
# static is given to dynamic_rnn as well.
# dialect: tf1

    # ********** Begin static ********** #
    return tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    # ********** End static ********** #
