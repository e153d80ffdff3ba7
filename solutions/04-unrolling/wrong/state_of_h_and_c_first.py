# verdict: failed score=13 diagnosis=layers-axis-misplaced
# The state is (2, layers, ...), and last_hidden and zero_state agree with it.

    # ********** Begin zero_state ********** #
    return np.zeros((2, layers, batch, hidden), "float32")
    # ********** End zero_state ********** #

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        sequence, end = unroll(cell, sequence, start)
        final.append(end)
    return sequence, keras.ops.stack(final, axis=1)
    # ********** End run_layers ********** #

    # ********** Begin last_hidden ********** #
    return state[0, -1]
    # ********** End last_hidden ********** #
