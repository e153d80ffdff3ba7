# verdict: failed score=17 diagnosis=first-layer-output
# The outputs of the first layer are returned.

    # ********** Begin run_layers ********** #
    below, first = unroll(cells[0], images, state[0])
    sequence, final = below, [first]
    for cell, start in zip(cells[1:], state[1:], strict=True):
        sequence, end = unroll(cell, sequence, start)
        final.append(end)
    return below, keras.ops.stack(final)
    # ********** End run_layers ********** #
