# verdict: failed score=15 diagnosis=only-one-layer-state,only-one-state
# Only the last layer's state is returned, and zero_state makes one for h only.

    # ********** Begin zero_state ********** #
    return np.zeros((layers, batch, hidden), "float32")
    # ********** End zero_state ********** #

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        sequence, end = unroll(cell, sequence, start)
        final.append(end)
    return sequence, end
    # ********** End run_layers ********** #
