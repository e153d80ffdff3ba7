# verdict: passed score=full diagnosis=-
# An RNN layer around the cell, states printed as a list after the output.

    # ********** Begin ********** #
    layer = keras.layers.RNN(keras.layers.LSTMCell(a), return_state=True)
    output, *states = layer(np.ones((b, 1, c), dtype=np.float32))
    print("output", output)
    print("states", states)
    # ********** End ********** #
