# verdict: failed score=19 diagnosis=library-does-the-steps
# Everything by keras.layers.RNN.

    # ********** Begin unroll ********** #
    outputs, h, c = keras.layers.RNN(cell, return_sequences=True, return_state=True)(images, initial_state=list(state))
    return outputs, keras.ops.stack([h, c])
    # ********** End unroll ********** #
