# verdict: failed score=18 diagnosis=hidden-and-cell-state-swapped
# c comes before h in what dynamic returns.

    # ********** Begin dynamic ********** #
    outputs, *states = keras.layers.RNN(cell, return_sequences=True, return_state=True)(x)
    return outputs, states[::-1]
    # ********** End dynamic ********** #
