# verdict: failed score=14 diagnosis=wrong-units
# The number of units is taken from the wrong argument.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(c)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(states[0])
    print(states[1])
    # ********** End ********** #
