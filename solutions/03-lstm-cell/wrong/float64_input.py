# verdict: failed score=17 diagnosis=input-not-float32
# NumPy's default dtype.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c))
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(states[0])
    print(states[1])
    # ********** End ********** #
