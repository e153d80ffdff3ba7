# verdict: passed score=full diagnosis=-
# The steps by Keras's own cells with their weights set; to_keras is part of the LSTM's step.

    # ********** Begin lstm_step ********** #
    cell = keras.layers.LSTMCell(h.shape[1])
    cell.build((None, x.shape[1]))
    cell.set_weights(to_keras(kernel, bias, forget_bias))
    _, (h, c) = cell(x, [h, c])
    return h, c
    # ********** End lstm_step ********** #

    # ********** Begin gru_step ********** #
    cell = keras.layers.GRUCell(h.shape[1], reset_after=reset_after)
    cell.build(x.shape)
    cell.set_weights([kernel, recurrent_kernel, bias])
    return cell(x, [h])[0]
    # ********** End gru_step ********** #
