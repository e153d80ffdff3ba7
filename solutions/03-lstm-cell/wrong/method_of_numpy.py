# verdict: raised score=0 diagnosis=tensor-has-no-such-method
# A tensor has not the methods of an array.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, (_, c) = cell(x, cell.get_initial_state(batch_size=b))
    print(h.tolist())
    print(c.tolist())
    # ********** End ********** #
