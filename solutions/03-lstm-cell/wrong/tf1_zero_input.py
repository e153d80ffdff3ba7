# verdict: failed score=9 diagnosis=zero-input
# With zeros in, h and c are zeros: nothing can be seen from them.
# dialect: tf1

    # ********** Begin ********** #
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, h1 = lstm(tf.zeros([b, c]), lstm.zero_state(b, dtype=tf.float32))
    print(h1.h)
    print(h1.c)
    # ********** End ********** #
