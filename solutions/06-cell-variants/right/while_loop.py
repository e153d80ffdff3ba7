# verdict: passed score=full diagnosis=-
# backend: tensorflow
# tf.while_loop over a TensorArray; RNN(unroll=True) for the static one.

    # ********** Begin static ********** #
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True, unroll=True)
    outputs, *states = layer(x)
    return outputs, states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    import tensorflow as tf

    x = tf.convert_to_tensor(x)
    steps = tf.shape(x)[1]
    outputs = tf.TensorArray(x.dtype, size=steps, element_shape=(x.shape[0], cell.units))

    def body(step, outputs, *states):
        output, states = cell(x[:, step], list(states))
        return step + 1, outputs.write(step, output), *states

    start = cell.get_initial_state(batch_size=x.shape[0])
    _, outputs, *states = tf.while_loop(lambda step, *_: step < steps, body, (0, outputs, *start))
    return tf.transpose(outputs.stack(), [1, 0, 2]), states
    # ********** End dynamic ********** #
