# verdict: failed score=17 diagnosis=state-from-layer-below
# The next layer starts where the one below ended.

    # ********** Begin run_layers ********** #
    sequence, final, end = images, [], state[0]
    for cell in cells:
        sequence, end = unroll(cell, sequence, end)
        final.append(end)
    return sequence, keras.ops.stack(final)
    # ********** End run_layers ********** #
