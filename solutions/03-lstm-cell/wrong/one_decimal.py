# verdict: failed score=11 diagnosis=rounded-too-coarsely
# Rounded to one decimal.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    _, (h, state) = cell(x, cell.get_initial_state(batch_size=b))
    print(np.asarray(h).round(1))
    print(np.asarray(state).round(1))
    # ********** End ********** #
