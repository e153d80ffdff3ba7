# verdict: failed score=18 diagnosis=dynamic-is-unrolled
# dynamic is unrolled.

    # ********** Begin dynamic ********** #
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True, unroll=True)
    outputs, *states = layer(x)
    return outputs, states
    # ********** End dynamic ********** #
