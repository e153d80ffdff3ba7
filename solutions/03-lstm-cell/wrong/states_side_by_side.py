# verdict: raised score=0 diagnosis=states-not-in-a-list
# The states are two arguments, and no list.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, c = np.zeros((b, a)), np.zeros((b, a))
    out, (h, c) = cell(x, h, c)
    print(h)
    print(c)
    # ********** End ********** #
