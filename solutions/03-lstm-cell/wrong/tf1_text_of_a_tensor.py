# verdict: failed score=0 diagnosis=symbolic-states
# A tensor as text is only its name.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.placeholder(tf.float32, [b, c])
    cell = rnn.BasicLSTMCell(a)
    _, state = cell(x, cell.zero_state(b, tf.float32))
    print("h: " + str(state.h))
    print("c: " + str(state.c))
    # ********** End ********** #
