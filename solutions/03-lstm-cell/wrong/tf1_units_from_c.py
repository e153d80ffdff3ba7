# verdict: failed score=14 diagnosis=wrong-units
# The number of units is taken from the wrong argument.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.placeholder(tf.float32, shape=[b, c])
    lstm = rnn.BasicLSTMCell(num_units=c)
    _, h1 = lstm(x, lstm.zero_state(b, dtype=tf.float32))
    print(h1.h)
    print(h1.c)
    # ********** End ********** #
