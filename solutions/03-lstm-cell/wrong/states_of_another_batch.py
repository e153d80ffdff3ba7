# verdict: raised score=0 diagnosis=state-of-another-batch
# The states have a row for each input, and not for each example.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    zeros = np.zeros((c + b, a), "float32")
    h, (_, c) = cell(x, [zeros, zeros])
    print(h)
    print(c)
    # ********** End ********** #
