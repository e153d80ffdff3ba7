# verdict: passed score=full diagnosis=-
# A session of its own, an unknown batch, both states in one run.
# dialect: tf1

    # ********** Begin ********** #
    graph = tf.get_default_graph()
    cell = tf.nn.rnn_cell.LSTMCell(a, name="cell")
    inputs = tf.placeholder(tf.float32, [None, c])
    output, (new_c, new_h) = cell(inputs, cell.zero_state(tf.shape(inputs)[0], tf.float32))
    with tf.Session(graph=graph) as sess:
        sess.run(tf.global_variables_initializer())
        values = sess.run({"h": new_h, "c": new_c}, feed_dict={inputs: np.random.rand(b, c)})
    print("h:", values["h"])
    print("c:", values["c"])
    # ********** End ********** #
