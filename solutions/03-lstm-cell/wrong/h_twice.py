# verdict: failed score=11 diagnosis=same-state-twice
# The cell's output is h again, not c.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(h)
    print(states[0])
    # ********** End ********** #
