# verdict: passed score=full diagnosis=-
# As the tutorials write it: reuse_variables, MultiRNNCell, a session in the middle, static_rnn layer by layer.
# dialect: tf1

    # ********** Begin zero_state ********** #
    return np.zeros((layers, 2, batch, hidden), np.float32)
    # ********** End zero_state ********** #

    # ********** Begin unroll ********** #
    outputs, memory = [], rnn.LSTMStateTuple(c=state[1], h=state[0])
    for step in range(images.shape.as_list()[1]):
        if step > 0:
            tf.get_variable_scope().reuse_variables()
        (cell_output, memory) = cell(images[:, step, :], memory)
        outputs.append(cell_output)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        values, final = sess.run([outputs, memory])
    return np.stack(values, 1), np.array([final.h, final.c])
    # ********** End unroll ********** #

    # ********** Begin run_layers ********** #
    stack = rnn.MultiRNNCell(cells, state_is_tuple=True)
    memory = tuple(rnn.LSTMStateTuple(state[layer, 1], state[layer, 0]) for layer in range(len(cells)))
    outputs = []
    with tf.variable_scope("RNN"):
        for step in range(images.get_shape()[1]):
            if step > 0:
                tf.get_variable_scope().reuse_variables()
            output, memory = stack(images[:, step], memory)
            outputs.append(output)
    return tf.stack(outputs, 1), tf.stack([[one.h, one.c] for one in memory])
    # ********** End run_layers ********** #

    # ********** Begin library ********** #
    sequence, final = tf.unstack(images, axis=1), []
    for number, cell in enumerate(cells):
        start = rnn.LSTMStateTuple(state[number, 1], state[number, 0])
        sequence, end = rnn.static_rnn(cell, sequence, initial_state=start, scope=f"layer{number}")
        final.append([end.h, end.c])
    return tf.transpose(tf.stack(sequence), [1, 0, 2]), tf.stack(final)
    # ********** End library ********** #

    # ********** Begin last_output ********** #
    return tf.unstack(outputs, axis=1)[-1]
    # ********** End last_output ********** #

    # ********** Begin last_hidden ********** #
    return tf.gather(state, state.shape[0] - 1)[0]
    # ********** End last_hidden ********** #

    # ********** Begin to_time_major ********** #
    return tf.stack(tf.unstack(images, axis=1))
    # ********** End to_time_major ********** #

    # ********** Begin run_time_major ********** #
    outputs, final = unroll(cell, tf.transpose(sequence, (1, 0, 2)), state)
    return tf.transpose(outputs, (1, 0, 2)), final
    # ********** End run_time_major ********** #
