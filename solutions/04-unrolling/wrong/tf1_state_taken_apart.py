# verdict: failed score=13 diagnosis=-
# A BasicLSTMCell's state is (c, h): taken apart as in Keras, the two change places at every step.
# dialect: tf1

    # ********** Begin unroll ********** #
    h, c = tf.unstack(state)
    outputs = []
    for row in tf.unstack(images, axis=1):
        output, (h, c) = cell(row, rnn.LSTMStateTuple(c, h))
        outputs.append(output)
    return tf.stack(outputs, axis=1), tf.stack([h, c])
    # ********** End unroll ********** #
