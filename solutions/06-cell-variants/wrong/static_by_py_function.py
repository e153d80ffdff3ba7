# verdict: failed score=16 diagnosis=leaves-the-graph
# Both ways call back into Python, step by step or all at once: what the graph shows is not what is computed.

    # ********** Begin static ********** #
    import tensorflow as tf

    x = tf.convert_to_tensor(x)
    states = cell.get_initial_state(batch_size=x.shape[0])
    outputs = []
    for t in range(x.shape[1]):
        shapes = [x.shape[0], cell.units]
        kinds = [tf.float32] * (1 + len(states))

        def step(now, *before):
            output, after = cell(now, list(before))
            return [output, *after]

        output, *states = (tf.ensure_shape(one, shapes) for one in tf.py_function(step, [x[:, t], *states], kinds))
        outputs.append(tf.identity(tf.identity(output)))
    return tf.stack(outputs, axis=1), list(states)
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    import tensorflow as tf

    def walk(images):
        states, outputs = cell.get_initial_state(batch_size=images.shape[0]), []
        for t in range(images.shape[1]):
            output, states = cell(images[:, t], states)
            outputs.append(output)
        return [tf.stack(outputs, axis=1), *states]

    count = 2 if isinstance(cell, keras.layers.LSTMCell) else 1
    outputs, *states = tf.py_function(walk, [x], [tf.float32] * (1 + count))
    return outputs, states
    # ********** End dynamic ********** #
