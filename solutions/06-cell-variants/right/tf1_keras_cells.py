# verdict: passed score=full diagnosis=-
# tf.keras cells, a loop by hand, and a while_loop over a TensorArray; NumPy for the rest.
# dialect: tf1

    # ********** Begin lstm_parameters ********** #
    shapes = [(inputs, 4 * units), (units, 4 * units)] + [(4 * units,)] * bool(bias)
    return int(sum(np.prod(shape) for shape in shapes))
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    biases = (2, 3 * units) if reset_after else (3 * units,)
    return int(sum(np.prod(shape) for shape in [(inputs, 3 * units), (units, 3 * units), biases]))
    # ********** End gru_parameters ********** #

    # ********** Begin count ********** #
    return layer.count_params()
    # ********** End count ********** #

    # ********** Begin make_cell ********** #
    gates = tf.nn.sigmoid
    if kind == "gru":
        return tf.keras.layers.GRUCell(units, recurrent_activation=gates, reset_after=reset_after)
    return tf.keras.layers.LSTMCell(units, recurrent_activation=gates, unit_forget_bias=forget_bias)
    # ********** End make_cell ********** #

    # ********** Begin lstm_step ********** #
    units = h.shape[1]
    z = x @ kernel[:-units] + h @ kernel[-units:] + bias
    gates = 1 / (1 + np.exp(-z))
    i, o = gates[:, :units], gates[:, 3 * units :]
    f = 1 / (1 + np.exp(-(z[:, 2 * units : 3 * units] + forget_bias)))
    c_new = f * c + i * np.tanh(z[:, units : 2 * units])
    return o * np.tanh(c_new), c_new
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    u = kernel.shape[1] // 4
    order = np.r_[0:u, 2 * u : 3 * u, u : 2 * u, 3 * u : 4 * u]
    new_bias = bias[order]
    new_bias[u : 2 * u] += forget_bias
    return kernel[:-u, order], kernel[-u:, order], new_bias
    # ********** End to_keras ********** #

    # ********** Begin gru_step ********** #
    u = h.shape[1]
    b, b2 = (bias[0], bias[1]) if reset_after else (bias, np.zeros_like(bias))
    a = x @ kernel + b
    s = h @ recurrent_kernel[:, : 2 * u] + b2[: 2 * u]
    zr = 1 / (1 + np.exp(-(a[:, : 2 * u] + s)))
    z, r = zr[:, :u], zr[:, u:]
    U, d = recurrent_kernel[:, 2 * u :], b2[2 * u :]
    new = np.tanh(a[:, 2 * u :] + (r * (h @ U + d) if reset_after else (r * h) @ U))
    return new + z * (h - new)
    # ********** End gru_step ********** #

    # ********** Begin static ********** #
    states = cell.get_initial_state(batch_size=tf.shape(x)[0], dtype=x.dtype)
    outputs = []
    for step in range(int(x.shape[1])):
        output, states = cell(x[:, step], states)
        outputs.append(output)
    return tf.transpose(tf.stack(outputs), [1, 0, 2]), states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    steps = tf.shape(x)[1]
    start = cell.get_initial_state(batch_size=x.shape[0], dtype=x.dtype)
    lstm = isinstance(start, list)
    outputs = tf.TensorArray(x.dtype, size=steps)

    def body(step, outputs, *states):
        output, states = cell(x[:, step], list(states))
        return (step + 1, outputs.write(step, output), *(states if lstm else [output]))

    going = (tf.constant(0), outputs, *(start if lstm else [start]))
    _, outputs, *states = tf.while_loop(lambda step, *_: step < steps, body, going)
    return tf.transpose(outputs.stack(), [1, 0, 2]), states
    # ********** End dynamic ********** #
