# verdict: failed score=17 diagnosis=initial-state-ignored
# dynamic_rnn is not given the state to start from.
# dialect: tf1

    # ********** Begin library ********** #
    start = tuple(rnn.LSTMStateTuple(pair[1], pair[0]) for pair in tf.unstack(state))
    outputs, final = tf.nn.dynamic_rnn(rnn.MultiRNNCell(cells), images, dtype=tf.float32)
    return outputs, tf.stack([tf.stack([pair.h, pair.c]) for pair in final])
    # ********** End library ********** #
