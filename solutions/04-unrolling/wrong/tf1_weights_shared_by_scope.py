# verdict: failed score=17 diagnosis=shared-layer
# AUTO_REUSE in one scope: the second layer's cell finds the first one's weights there.
# dialect: tf1

    # ********** Begin unroll ********** #
    h, c = tf.unstack(state)
    outputs = []
    with tf.variable_scope("unroll", reuse=tf.AUTO_REUSE):
        for row in tf.unstack(images, axis=1):
            output, (c, h) = cell(row, rnn.LSTMStateTuple(c, h))
            outputs.append(output)
    return tf.stack(outputs, axis=1), tf.stack([h, c])
    # ********** End unroll ********** #
