# verdict: passed score=full diagnosis=-
# backend: tensorflow, jax
# Lists of pairs instead of arrays, the state turned to NumPy, LSTMStateTuple-like names.

    # ********** Begin zero_state ********** #
    return [[np.zeros((batch, hidden), np.float32) for _ in "hc"] for _ in range(layers)]
    # ********** End zero_state ********** #

    # ********** Begin unroll ********** #
    states = [list(state)]
    for row in np.moveaxis(np.asarray(images), 1, 0):
        states.append(cell(row, states[-1])[1])
    return np.stack([h for h, _ in states[1:]], axis=1), list(states[-1])
    # ********** End unroll ********** #

    # ********** Begin run_layers ********** #
    finals = []
    for k, cell in enumerate(cells):
        images, last = unroll(cell, images, state[k])
        finals.append(last)
    return images, finals
    # ********** End run_layers ********** #
