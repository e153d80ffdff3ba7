# verdict: passed score=full diagnosis=-
# Counts by adding up the shapes; rows of a table; fancy indexing for the order of the gates.

    # ********** Begin lstm_parameters ********** #
    shapes = [(inputs, 4 * units), (units, 4 * units)] + [(4 * units,)] * bool(bias)
    return sum(int(np.prod(shape)) for shape in shapes)
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    return np.sum([inputs * 3 * units, units * 3 * units, (1 + reset_after) * 3 * units])
    # ********** End gru_parameters ********** #

    # ********** Begin count ********** #
    return layer.count_params()
    # ********** End count ********** #

    # ********** Begin make_cell ********** #
    makers = {
        "lstm": lambda: keras.layers.LSTMCell(units=units, unit_forget_bias=bool(forget_bias)),
        "gru": lambda: keras.layers.GRUCell(units=units, reset_after=bool(reset_after)),
    }
    return makers[kind]()
    # ********** End make_cell ********** #

    # ********** Begin to_keras ********** #
    units = bias.size // 4
    new = np.arange(4 * units).reshape(4, units)[[0, 2, 1, 3]].ravel()
    amount = np.zeros(4 * units, bias.dtype)
    amount[units : 2 * units] = forget_bias
    return [kernel[:, new][: len(kernel) - units], kernel[:, new][len(kernel) - units :], bias[new] + amount]
    # ********** End to_keras ********** #
