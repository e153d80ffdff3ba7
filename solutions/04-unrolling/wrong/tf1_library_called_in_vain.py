# verdict: failed score=17 diagnosis=library-for-show
# dynamic_rnn is called, and its results are not used.
# dialect: tf1

    # ********** Begin library ********** #
    starts = tuple(rnn.LSTMStateTuple(c=c, h=h) for h, c in (tf.unstack(pair) for pair in tf.unstack(state)))
    tf.nn.dynamic_rnn(rnn.MultiRNNCell(cells), images, initial_state=starts)
    return run_layers(cells, images, state)
    # ********** End library ********** #
