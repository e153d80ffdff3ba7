# verdict: passed score=full diagnosis=-
# A loop that prints each row as an array.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    _, states = cell(x, cell.get_initial_state(batch_size=b))
    for state in states:
        for row in keras.ops.convert_to_numpy(state):
            print(row)
    # ********** End ********** #
