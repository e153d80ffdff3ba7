# verdict: failed score=18 diagnosis=only-last-output
# dynamic returns the last output only.

    # ********** Begin dynamic ********** #
    outputs, *states = keras.layers.RNN(cell, return_state=True)(x)
    return outputs, states
    # ********** End dynamic ********** #
