# verdict: failed score=0 diagnosis=printed-shapes
# Prints the shapes.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(states[0].shape)
    print(states[1].shape)
    # ********** End ********** #
