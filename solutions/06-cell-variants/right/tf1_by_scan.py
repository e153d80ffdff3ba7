# verdict: passed score=full diagnosis=-
# tf.scan for the loop, static_rnn from an initial state, a cell of one's own that derives from BasicLSTMCell.
# dialect: tf1

    # ********** Begin count ********** #
    return int(sum(np.prod(weight.get_shape().as_list()) for weight in layer.trainable_weights))
    # ********** End count ********** #

    # ********** Begin make_cell ********** #
    class LSTM(rnn.BasicLSTMCell):
        def __init__(self):
            super().__init__(units, forget_bias={True: 1.0, False: 0.0}[forget_bias], state_is_tuple=True)

    class GRU(tf.keras.layers.GRUCell):
        def __init__(self):
            super().__init__(units, recurrent_activation="sigmoid", reset_after=reset_after)

    return {"lstm": LSTM, "gru": GRU}[kind]()
    # ********** End make_cell ********** #

    # ********** Begin to_keras ********** #
    units = bias.shape[0] // 4
    both = np.vstack([kernel, bias])
    parts = both.reshape(len(both), 4, units)[:, [0, 2, 1, 3]]
    parts[-1, 1] += forget_bias
    both = parts.reshape(len(both), -1)
    return both[: -units - 1], both[-units - 1 : -1], both[-1]
    # ********** End to_keras ********** #

    # ********** Begin static ********** #
    start = cell.get_initial_state(batch_size=int(x.shape[0]), dtype=tf.float32)
    rows = [tf.squeeze(row, 1) for row in tf.split(x, int(x.shape[1]), axis=1)]
    outputs, states = rnn.static_rnn(cell, rows, initial_state=start)
    return tf.stack(outputs, 1), states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    start = tf.zeros([tf.shape(x)[0], cell.units])
    sizes = cell.state_size
    several = not isinstance(sizes, int)

    def step(states, row):
        _, new = cell(row, list(states) if several else states)
        return tuple(new) if several else new

    states = tf.scan(step, tf.transpose(x, [1, 0, 2]), (start, start) if several else start)
    first = states[0] if several else states
    return tf.transpose(first, [1, 0, 2]), [state[-1] for state in states] if several else states[-1]
    # ********** End dynamic ********** #
