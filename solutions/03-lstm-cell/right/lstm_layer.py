# verdict: passed score=full diagnosis=-
# A layer of one step, printed as NumPy arrays.

    # ********** Begin ********** #
    layer = keras.layers.LSTM(a, return_state=True)
    x = keras.random.normal((b, 1, c))
    _, h, state = layer(x)
    print(keras.ops.convert_to_numpy(h))
    print(keras.ops.convert_to_numpy(state))
    # ********** End ********** #
