# verdict: passed score=full diagnosis=-
# A scope for each layer, dynamic_rnn over a MultiRNNCell; graph tensors from the three small functions.
# dialect: tf1


    # ********** Begin zero_state ********** #
    return tf.zeros([layers, 2, batch, hidden], tf.float32)
    # ********** End zero_state ********** #


    # ********** Begin unroll ********** #
    h, c = tf.unstack(state)
    s = rnn.LSTMStateTuple(c, h)
    outputs = []
    for x in tf.unstack(images, axis=1):
        out, s = cell(x, s)
        outputs.append(out)
    return tf.stack(outputs, 1), tf.stack([s.h, s.c])
    # ********** End unroll ********** #


    # ********** Begin run_layers ********** #
    outputs, finals = images, []
    for i, cell in enumerate(cells):
        with tf.variable_scope("layer_%d" % i):
            outputs, final = unroll(cell, outputs, state[i])
        finals.append(final)
    return outputs, tf.stack(finals)
    # ********** End run_layers ********** #


    # ********** Begin library ********** #
    initial = tuple(rnn.LSTMStateTuple(state[i][1], state[i][0]) for i in range(len(cells)))
    outputs, final = tf.nn.dynamic_rnn(rnn.MultiRNNCell(cells), images, initial_state=initial)
    return outputs, tf.stack([tf.stack([s.h, s.c]) for s in final])
    # ********** End library ********** #


    # ********** Begin last_output ********** #
    return tf.unstack(tf.transpose(outputs, [1, 0, 2]))[-1]
    # ********** End last_output ********** #


    # ********** Begin last_hidden ********** #
    return state[-1, 0]
    # ********** End last_hidden ********** #


    # ********** Begin to_time_major ********** #
    return tf.transpose(images, perm=[1, 0, 2])
    # ********** End to_time_major ********** #


    # ********** Begin run_time_major ********** #
    outputs, s = unroll(cell, tf.transpose(sequence, [1, 0, 2]), state)
    return tf.transpose(outputs, [1, 0, 2]), s
    # ********** End run_time_major ********** #
