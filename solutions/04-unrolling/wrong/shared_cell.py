# verdict: failed score=17 diagnosis=shared-layer
# The first cell for every layer.

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        sequence, end = unroll(cells[0], sequence, start)
        final.append(end)
    return sequence, keras.ops.stack(final)
    # ********** End run_layers ********** #
