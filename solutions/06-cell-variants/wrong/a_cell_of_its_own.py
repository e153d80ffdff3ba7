# verdict: failed score=18 diagnosis=weights-not-shared
# dynamic makes an LSTM or a GRU of its own, with other weights.

    # ********** Begin dynamic ********** #
    layer = keras.layers.LSTM if isinstance(cell, keras.layers.LSTMCell) else keras.layers.GRU
    outputs, *states = layer(cell.units, return_sequences=True, return_state=True)(x)
    return outputs, states
    # ********** End dynamic ********** #
