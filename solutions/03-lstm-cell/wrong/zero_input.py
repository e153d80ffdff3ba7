# verdict: failed score=9 diagnosis=zero-input
# With zeros in, h and c are zeros: nothing can be seen from them.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.zeros((b, c), dtype="float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(states[0])
    print(states[1])
    # ********** End ********** #
