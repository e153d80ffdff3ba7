# verdict: raised score=0 diagnosis=placeholder-not-fed
# The placeholder gets no data.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.placeholder(tf.float32, shape=[b, c])
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, state = lstm(x, lstm.zero_state(b, dtype=tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(state.h))
        print(sess.run(state.c))
    # ********** End ********** #
