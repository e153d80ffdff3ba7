# verdict: passed score=full diagnosis=-
# One print of both, as a tuple.


    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.ones((b, c)).astype(np.float32)
    out, states = cell(x, (np.zeros((b, a), np.float32), np.zeros((b, a), np.float32)))
    h, c_state = states
    print((h, c_state))
    # ********** End ********** #
