# verdict: failed score=11 diagnosis=input-transposed
# The input has its axes the wrong way round.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(c, b)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=c))
    print(states[0])
    print(states[1])
    # ********** End ********** #
