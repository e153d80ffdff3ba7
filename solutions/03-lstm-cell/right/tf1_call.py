# verdict: passed score=full diagnosis=-
# The cell's `call` on a cell that was never called, as in TensorFlow 1.2.
# dialect: tf1

    # ********** Begin ********** #
    cell = tf.nn.rnn_cell.BasicLSTMCell(num_units=a)
    inputs = tf.placeholder(np.float32, shape=(b, c))
    h0 = cell.zero_state(b, np.float32)
    output, h1 = cell.call(inputs, h0)
    print(h1.h)
    print(h1.c)
    # ********** End ********** #
