# verdict: passed score=full diagnosis=-
# static_rnn over tf.unstack, an InteractiveSession, eval.
# dialect: tf1

    # ********** Begin ********** #
    sess = tf.InteractiveSession()
    steps = tf.unstack(tf.ones([b, 1, c]), axis=1)
    cell = rnn.BasicLSTMCell(a)
    outputs, state = rnn.static_rnn(cell, steps, initial_state=cell.zero_state(b, tf.float32))
    sess.run(tf.global_variables_initializer())
    print("h", state.h.eval())
    print("c", state.c.eval())
    sess.close()
    # ********** End ********** #
