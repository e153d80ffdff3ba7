# verdict: passed score=full diagnosis=-
# The functional API and predict, one print for both.

    # ********** Begin ********** #
    inputs = keras.Input((1, c))
    _, h, state = keras.layers.LSTM(a, return_state=True)(inputs)
    model = keras.Model(inputs, [h, state])
    h, state = model.predict(np.random.rand(b, 1, c).astype("float32"), verbose=0)
    print(h, state)
    # ********** End ********** #
