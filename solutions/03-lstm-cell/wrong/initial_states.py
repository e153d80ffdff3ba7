# verdict: failed score=11 diagnosis=prints-initial-states
# Prints the states from before the step.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    state = cell.get_initial_state(batch_size=b)
    cell(x, state)
    print(state[0])
    print(state[1])
    # ********** End ********** #
