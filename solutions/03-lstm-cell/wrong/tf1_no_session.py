# verdict: raised score=0 diagnosis=tensor-without-a-session
# A tensor is evaluated outside of any session.
# dialect: tf1

    # ********** Begin ********** #
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, state = lstm(tf.ones([b, c]), lstm.zero_state(b, dtype=tf.float32))
    print(state.h.eval())
    print(state.c.eval())
    # ********** End ********** #
