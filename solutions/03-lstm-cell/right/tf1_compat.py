# verdict: passed score=full diagnosis=-
# tensorflow.compat.v1, a state in one piece, random initial states, text only.
# dialect: tf1

    # ********** Begin ********** #
    import tensorflow.compat.v1 as tf

    tf.disable_v2_behavior()
    cell = tf.nn.rnn_cell.BasicLSTMCell(a, state_is_tuple=False)
    start = tf.random_uniform([b, 2 * a], -0.5, 0.5)
    _, both = cell(tf.constant(np.random.randn(b, c), tf.float32), start)
    c1, h1 = tf.split(both, 2, axis=1)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print("h = {}, c = {}".format(*sess.run([h1, c1])))
    # ********** End ********** #
