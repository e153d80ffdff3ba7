# verdict: failed score=15 diagnosis=first-layer-output,layers-reversed
# insert(0) for append, and the state of the wrong layer.

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        sequence, end = unroll(cell, sequence, start)
        final.insert(0, end)
    return sequence, keras.ops.stack(final)
    # ********** End run_layers ********** #

    # ********** Begin last_hidden ********** #
    return state[0, 0]
    # ********** End last_hidden ********** #
