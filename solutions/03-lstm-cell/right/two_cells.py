# verdict: passed score=full diagnosis=-
# A cell to try, and a second one whose states are printed.


    # ********** Begin ********** #
    warm = keras.layers.LSTMCell(a)
    warm(np.ones((b, c), np.float32), [np.zeros((b, a), np.float32)] * 2)
    cell = keras.layers.LSTMCell(a)
    _, (h, s) = cell(np.random.rand(b, c).astype(np.float32), [np.zeros((b, a), np.float32)] * 2)
    print("h", h)
    print("c", s)
    # ********** End ********** #
