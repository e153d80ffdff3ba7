# verdict: passed score=full diagnosis=-
# The graph is reset within the function, the names are asked for again, and an array of doubles is fed.
# dialect: tf1

    # ********** Begin ********** #
    tf.reset_default_graph()
    inputs = tf.placeholder(tf.float32, [None, c])
    with tf.variable_scope("cell", reuse=tf.AUTO_REUSE):
        cell = rnn.LSTMCell(a, state_is_tuple=True)
        _, (c_state, h_state) = cell(inputs, cell.zero_state(b, tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        h, c = sess.run([h_state, c_state], {inputs: np.random.standard_normal((b, c))})
    print("h = %s" % h)
    print("c = %s" % c)
    # ********** End ********** #
