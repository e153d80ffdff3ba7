# verdict: failed score=0 diagnosis=prints-an-argument
# c is the argument of that name, the number of features.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.rand(b, c).astype("float32")
    h, _ = cell(x, cell.get_initial_state(batch_size=b))
    print("h =", h)
    print("c =", c)
    # ********** End ********** #
