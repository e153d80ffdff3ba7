# verdict: failed score=16 diagnosis=input-not-float32
# Everything in float64.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a, dtype="float64")
    x = np.random.normal(size=(b, c))
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(states[0])
    print(states[1])
    # ********** End ********** #
