# verdict: passed score=full diagnosis=-
# backend: tensorflow
# tf.scan, tf.unstack, tf.transpose: no keras.ops at all.

    # ********** Begin zero_state ********** #
    import tensorflow as tf

    return tf.zeros([layers, 2, batch, hidden])
    # ********** End zero_state ********** #

    # ********** Begin unroll ********** #
    import tensorflow as tf

    outputs, states = [], tf.unstack(tf.constant(state))
    for x in tf.unstack(tf.constant(images) if isinstance(images, np.ndarray) else images, axis=1):
        output, states = cell(x, states)
        outputs.append(output)
    return tf.stack(outputs, 1), tf.stack(states)
    # ********** End unroll ********** #

    # ********** Begin last_output ********** #
    import tensorflow as tf

    return tf.unstack(outputs, axis=1)[-1]
    # ********** End last_output ********** #

    # ********** Begin last_hidden ********** #
    import tensorflow as tf

    return tf.gather(state, len(state) - 1)[0]
    # ********** End last_hidden ********** #

    # ********** Begin to_time_major ********** #
    import tensorflow as tf

    return tf.transpose(images, [1, 0, 2])
    # ********** End to_time_major ********** #

    # ********** Begin run_time_major ********** #
    import tensorflow as tf

    h, c = tf.scan(lambda states, x: tuple(cell(x, states)[1]), tf.constant(sequence), (state[0], state[1]))
    return h, tf.stack([h[-1], c[-1]])
    # ********** End run_time_major ********** #
