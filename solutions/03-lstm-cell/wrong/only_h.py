# verdict: failed score=0 diagnosis=only-one-state
# c is not printed.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(h)
    # ********** End ********** #
