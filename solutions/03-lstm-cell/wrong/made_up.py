# verdict: failed score=11 diagnosis=-
# Random numbers of the right shape, beside a cell that really ran.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    cell(x, cell.get_initial_state(batch_size=b))
    print(np.random.normal(size=(b, a)).astype("float32"))
    print(np.random.normal(size=(b, a)).astype("float32"))
    # ********** End ********** #
