# verdict: failed score=7 diagnosis=sequence-not-state
# return_sequences, and its output for h.

    # ********** Begin ********** #
    layer = keras.layers.LSTM(a, return_sequences=True, return_state=True)
    x = np.random.normal(size=(b, 1, c)).astype("float32")
    outputs, h, state = layer(x)
    print(outputs)
    print(state)
    # ********** End ********** #
