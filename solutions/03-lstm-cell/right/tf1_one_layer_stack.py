# verdict: passed score=full diagnosis=-
# A stack of one layer, driven by dynamic_rnn over one step that is kept in a variable.
# dialect: tf1

    # ********** Begin ********** #
    row = tf.get_variable("row", [b, c], initializer=tf.random_normal_initializer())
    stack = rnn.MultiRNNCell([rnn.BasicLSTMCell(a)])
    start = stack.zero_state(b, tf.float32)
    _, (state,) = tf.nn.dynamic_rnn(stack, tf.reshape(row, [b, 1, c]), initial_state=start)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(*sess.run([state.h, state.c]), sep="\n")
    # ********** End ********** #
