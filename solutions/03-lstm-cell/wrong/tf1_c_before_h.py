# verdict: failed score=16 diagnosis=c-before-h
# In TensorFlow 1 the state is (c, h): taken apart as in Keras, it is printed the wrong way round.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.placeholder(tf.float32, shape=[b, c])
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, (h, state) = lstm(x, lstm.zero_state(b, dtype=tf.float32))
    print(h)
    print(state)
    # ********** End ********** #
