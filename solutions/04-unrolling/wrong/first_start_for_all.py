# verdict: failed score=17 diagnosis=same-initial-state
# All layers start from the first one's state.

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell in cells:
        sequence, end = unroll(cell, sequence, state[0])
        final.append(end)
    return sequence, keras.ops.stack(final)
    # ********** End run_layers ********** #
