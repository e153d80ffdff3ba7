# verdict: failed score=14 diagnosis=-
# The sizes of the example, whatever the arguments are.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(4)
    x = np.random.normal(size=(2, 3)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=2))
    print(states[0])
    print(states[1])
    # ********** End ********** #
