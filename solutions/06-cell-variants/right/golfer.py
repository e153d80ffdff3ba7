# verdict: passed score=full diagnosis=-
# Each function as short as it can be; the order of the gates by an index of columns.


    # ********** Begin lstm_parameters ********** #
    return 4 * units * (inputs + units + bool(bias))
    # ********** End lstm_parameters ********** #


    # ********** Begin gru_parameters ********** #
    return 3 * units * (inputs + units + 1 + reset_after)
    # ********** End gru_parameters ********** #


    # ********** Begin count ********** #
    return sum(np.prod(w.shape, dtype=int) for w in layer.weights)
    # ********** End count ********** #


    # ********** Begin make_cell ********** #
    return {"lstm": lambda: keras.layers.LSTMCell(units, unit_forget_bias=forget_bias), "gru": lambda: keras.layers.GRUCell(units, reset_after=reset_after)}[kind]()
    # ********** End make_cell ********** #


    # ********** Begin lstm_step ********** #
    s = lambda v: .5 + .5 * np.tanh(v / 2)
    i, j, f, o = np.hsplit(np.c_[x, h] @ kernel + bias, 4)
    c = s(f + forget_bias) * c + s(i) * np.tanh(j)
    return s(o) * np.tanh(c), c
    # ********** End lstm_step ********** #


    # ********** Begin to_keras ********** #
    g = np.arange(4 * (n := len(bias) // 4)).reshape(4, n)[[0, 2, 1, 3]].ravel()
    return kernel[:-n, g], kernel[-n:, g], bias[g] + np.repeat([0, forget_bias, 0, 0], n)
    # ********** End to_keras ********** #


    # ********** Begin gru_step ********** #
    s = lambda v: 1 / (1 + np.exp(-v))
    b, d = bias if reset_after else (bias, 0 * bias)
    (a, q, m), (u, v, w), (dz, dr, dh) = (np.split(t, 3, -1) for t in (x @ kernel + b, h @ recurrent_kernel, d))
    z, r = s(a + u + dz), s(q + v + dr)
    return z * h + (1 - z) * np.tanh(m + (r * (w + dh) if reset_after else (r * h) @ np.split(recurrent_kernel, 3, 1)[2]))
    # ********** End gru_step ********** #
