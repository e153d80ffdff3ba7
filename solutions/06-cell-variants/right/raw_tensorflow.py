# verdict: passed score=full diagnosis=-
# backend: tensorflow
# tf.unstack for the static loop, tf.scan for the dynamic one.

    # ********** Begin static ********** #
    import tensorflow as tf

    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for row in tf.unstack(x, axis=1):
        output, states = cell(row, states)
        outputs.append(output)
    return tf.stack(outputs, 1), states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    import tensorflow as tf

    start = tuple(cell.get_initial_state(batch_size=x.shape[0]))
    states = tf.scan(lambda states, row: tuple(cell(row, list(states))[1]), tf.transpose(x, [1, 0, 2]), start)
    return tf.transpose(states[0], [1, 0, 2]), [state[-1] for state in states]
    # ********** End dynamic ********** #
