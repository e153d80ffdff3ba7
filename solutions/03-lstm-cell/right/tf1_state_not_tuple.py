# verdict: passed score=full diagnosis=-
# A state in one piece, split afterwards; an InteractiveSession.
# dialect: tf1


    # ********** Begin ********** #
    cell = rnn.LSTMCell(a, state_is_tuple=False)
    x = tf.constant(np.random.randn(b, c).astype(np.float32))
    out, state = cell(x, tf.zeros([b, 2 * a]))
    cs, hs = tf.split(state, 2, axis=1)
    sess = tf.InteractiveSession()
    tf.global_variables_initializer().run()
    hv, cv = sess.run((hs, cs))
    print(hv, cv, sep="\n")
    sess.close()
    # ********** End ********** #
