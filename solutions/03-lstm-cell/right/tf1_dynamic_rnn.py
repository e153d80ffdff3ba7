# verdict: passed score=full diagnosis=-
# dynamic_rnn over a single random step, no forget bias; symbolic tensors are printed.
# dialect: tf1

    # ********** Begin ********** #
    sequence = tf.expand_dims(tf.random_normal([b, c]), 1)
    cell = tf.contrib.rnn.BasicLSTMCell(a, forget_bias=0.0)
    outputs, state = tf.nn.dynamic_rnn(cell, sequence, dtype=tf.float32)
    print(state.h, state.c)
    # ********** End ********** #
