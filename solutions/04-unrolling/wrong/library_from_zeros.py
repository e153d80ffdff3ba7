# verdict: failed score=17 diagnosis=initial-state-ignored
# The layer is not told where to start.

    # ********** Begin library ********** #
    rnn = keras.layers.RNN(cells, return_sequences=True, return_state=True)
    outputs, *final = rnn(images)
    return outputs, keras.ops.stack([keras.ops.stack(pair) for pair in final])
    # ********** End library ********** #
