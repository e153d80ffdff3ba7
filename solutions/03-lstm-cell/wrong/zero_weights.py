# verdict: failed score=5 diagnosis=zero-states
# Prints zeros beside a cell whose weights are zeros, so that they are even right.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a, kernel_initializer="zeros", recurrent_initializer="zeros")
    x = np.random.normal(size=(b, c)).astype("float32")
    cell(x, cell.get_initial_state(batch_size=b))
    print(np.zeros((b, a), dtype="float32"))
    print(np.zeros((b, a), dtype="float32"))
    # ********** End ********** #
