# verdict: failed score=19 diagnosis=dynamic-is-unrolled
# dynamic is unrolled.

    # ********** Begin dynamic ********** #
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True, unroll=True)
    outputs, *states = layer(x)
    return outputs, states
    # ********** End dynamic ********** #
