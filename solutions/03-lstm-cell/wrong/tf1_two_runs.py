# verdict: failed score=11 diagnosis=states-of-two-runs
# Each run draws another random input: h and c are not of the same step.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.random_normal([b, c])
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, h1 = lstm(x, lstm.zero_state(b, dtype=tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(h1.h))
        print(sess.run(h1.c))
    # ********** End ********** #
