# verdict: failed score=11 diagnosis=same-state-twice
# The cell's output is h again.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.random_normal([b, c])
    lstm = rnn.BasicLSTMCell(num_units=a)
    output, h1 = lstm(x, lstm.zero_state(b, dtype=tf.float32))
    print(h1.h)
    print(output)
    # ********** End ********** #
