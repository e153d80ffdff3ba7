# verdict: passed score=full diagnosis=-
# Two steps, the second from the states of the first; what the last one gives is printed.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(units=a)
    states = cell.get_initial_state(batch_size=b)
    for _ in range(2):
        output, states = cell(keras.random.uniform((b, c), -1.0, 1.0), states)
    h, state = states
    print("h:", h, "c:", state, sep="\n")
    # ********** End ********** #
