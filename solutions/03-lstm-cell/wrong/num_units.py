# verdict: raised score=0 diagnosis=units-of-tensorflow-1
# TensorFlow 1's name for an argument.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(num_units=a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, (_, c) = cell(x, cell.get_initial_state(batch_size=b))
    print(h)
    print(c)
    # ********** End ********** #
