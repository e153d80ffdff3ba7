# verdict: failed score=17 diagnosis=other-activation
# The cell's tanh was replaced: sigmoid everywhere.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a, activation="sigmoid")
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(states[0])
    print(states[1])
    # ********** End ********** #
