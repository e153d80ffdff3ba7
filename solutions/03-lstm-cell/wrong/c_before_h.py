# verdict: failed score=16 diagnosis=c-before-h
# The other order.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    h, c = states
    print(c)
    print(h)
    # ********** End ********** #
