# verdict: failed score=17 diagnosis=forget-bias-twice
# Added to the bias, and then a BasicLSTMCell adds it again.
# dialect: tf1

    # ********** Begin lstm_step ********** #
    units = h.shape[1]
    bias = np.array(bias)
    bias[2 * units : 3 * units] += forget_bias
    with tf.Graph().as_default():
        cell = rnn.BasicLSTMCell(units, forget_bias=forget_bias)
        _, state = cell(tf.constant(x), rnn.LSTMStateTuple(tf.constant(c), tf.constant(h)))
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            cell._kernel.load(kernel, sess)
            cell._bias.load(bias, sess)
            return sess.run((state.h, state.c))
    # ********** End lstm_step ********** #
