# verdict: passed score=full diagnosis=-
# An unknown batch, a variable scope, symbolic tensors in formatted text.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.placeholder(tf.float32, [None, c], name="x")
    multi = rnn.BasicLSTMCell(a)
    with tf.variable_scope("lstm"):
        _, state = multi(x, multi.zero_state(b, tf.float32))
    print("h: {}".format(state.h))
    print(f"c: {state[0]}")
    # ********** End ********** #
