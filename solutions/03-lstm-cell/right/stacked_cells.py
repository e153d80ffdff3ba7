# verdict: passed score=full diagnosis=-
# StackedRNNCells of one cell; the states flattened.

    # ********** Begin ********** #
    cells = keras.layers.StackedRNNCells([keras.layers.LSTMCell(a)])
    x = np.arange(1, b * c + 1, dtype=np.float32).reshape(b, c) / (b * c)
    _, new = cells(x, cells.get_initial_state(batch_size=b))
    h, state = keras.tree.flatten(new)
    print(*map(keras.ops.convert_to_numpy, (h, state)), sep="\n\n")
    # ********** End ********** #
