# verdict: failed score=17 diagnosis=layer-fed-last-output
# The layer above is fed the final h at every step.

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        outputs, end = unroll(cell, sequence, start)
        final.append(end)
        sequence = keras.ops.repeat(outputs[:, -1:], images.shape[1], axis=1)
    return outputs, keras.ops.stack(final)
    # ********** End run_layers ********** #
