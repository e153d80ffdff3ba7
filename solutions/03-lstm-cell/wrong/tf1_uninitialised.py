# verdict: raised score=0 diagnosis=variables-without-values
# The variables were never initialised.
# dialect: tf1

    # ********** Begin ********** #
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, h1 = lstm(tf.ones([b, c]), lstm.zero_state(b, dtype=tf.float32))
    with tf.Session() as sess:
        print(sess.run(h1.h))
        print(sess.run(h1.c))
    # ********** End ********** #
