# verdict: failed score=5 diagnosis=states-transposed
# The states are transposed before printing.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    _, (h, state) = cell(x, cell.get_initial_state(batch_size=b))
    print(np.transpose(h))
    print(np.transpose(state))
    # ********** End ********** #
