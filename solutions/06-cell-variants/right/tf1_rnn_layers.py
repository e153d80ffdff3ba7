# verdict: passed score=full diagnosis=-
# tf.keras.layers.RNN both ways, rnn.LSTMCell, and the numbers counted in a session.
# dialect: tf1

    # ********** Begin count ********** #
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sum(values.size for values in sess.run(layer.weights))
    # ********** End count ********** #

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.LSTMCell(units, forget_bias=float(forget_bias))

    class Cell(tf.keras.layers.GRUCell):
        pass

    return Cell(units, reset_after=reset_after, recurrent_activation=tf.keras.activations.sigmoid)
    # ********** End make_cell ********** #

    # ********** Begin lstm_step ********** #
    with tf.Graph().as_default():
        cell = rnn.BasicLSTMCell(h.shape[1], forget_bias=forget_bias)
        _, state = cell(tf.constant(x), rnn.LSTMStateTuple(c=tf.constant(c), h=tf.constant(h)))
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            cell._kernel.load(kernel, sess)
            cell._bias.load(bias, sess)
            return sess.run((state.h, state.c))
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    i, j, f, o = tf.split(kernel, 4, axis=1)
    kernel = tf.concat([i, f, j, o], axis=1)
    i, j, f, o = tf.split(bias, 4, axis=0)
    bias = tf.concat([i, f + forget_bias, j, o], axis=0)
    units = int(bias.shape[0]) // 4
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #

    # ********** Begin gru_step ********** #
    u = h.shape[1]
    h = tf.constant(h)
    U = tf.split(recurrent_kernel, 3, axis=1)
    b = tf.split(bias, 3, axis=-1)
    first = [each[0] if reset_after else each for each in b]
    second = [each[1] if reset_after else tf.zeros(u) for each in b]
    a = [tf.nn.xw_plus_b(x, W, offset) for W, offset in zip(tf.split(kernel, 3, axis=1), first)]
    z = tf.nn.sigmoid(a[0] + tf.matmul(h, U[0]) + second[0])
    r = tf.nn.sigmoid(a[1] + tf.matmul(h, U[1]) + second[1])
    if reset_after:
        new = tf.nn.tanh(a[2] + r * tf.nn.xw_plus_b(h, U[2], second[2]))
    else:
        new = tf.nn.tanh(a[2] + tf.matmul(r * h, U[2]))
    return z * h + (1.0 - z) * new
    # ********** End gru_step ********** #

    # ********** Begin static ********** #
    outputs, *states = tf.keras.layers.RNN(cell, return_sequences=True, return_state=True, unroll=True)(x)
    return outputs, states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    outputs, *states = tf.keras.layers.RNN(cell, return_sequences=True, return_state=True)(x)
    return outputs, states
    # ********** End dynamic ********** #
