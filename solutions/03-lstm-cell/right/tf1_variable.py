# verdict: passed score=full diagnosis=-
# The input is a variable, whose dtype is a reference, and is handed to the cell itself.
# dialect: tf1

    # ********** Begin ********** #
    row = tf.Variable(tf.random_normal([b, c]))
    cell = rnn.BasicLSTMCell(a)
    _, state = cell(row, cell.zero_state(b, tf.float32))
    print(state.h, state.c)
    # ********** End ********** #
