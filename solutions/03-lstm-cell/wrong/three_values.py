# verdict: raised score=0 diagnosis=too-few-values-to-unpack
# A cell returns its output and a list of states, and no three values.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    out, h, c = cell(x, cell.get_initial_state(batch_size=b))
    print(h)
    print(c)
    # ********** End ********** #
