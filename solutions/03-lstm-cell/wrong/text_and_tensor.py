# verdict: raised score=0 diagnosis=text-and-number-added
# A tensor is added to text.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, (_, c) = cell(x, cell.get_initial_state(batch_size=b))
    print("h: " + h)
    print("c: " + c)
    # ********** End ********** #
