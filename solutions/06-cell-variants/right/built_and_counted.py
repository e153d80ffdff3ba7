# verdict: passed score=full diagnosis=-
# Predicts by building the cell and counting it, recursion for the layers inside.

    # ********** Begin lstm_parameters ********** #
    cell = keras.layers.LSTMCell(units, use_bias=bias)
    cell.build((None, inputs))
    return count(cell)
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    cell = keras.layers.GRUCell(units, reset_after=reset_after)
    cell.build((None, inputs))
    return count(cell)
    # ********** End gru_parameters ********** #

    # ********** Begin count ********** #
    total = 0
    for array in layer.get_weights():
        total += array.size
    return total
    # ********** End count ********** #
