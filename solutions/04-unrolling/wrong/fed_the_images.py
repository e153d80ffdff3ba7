# verdict: failed score=17 diagnosis=layer-fed-input
# Every layer reads the images.

    # ********** Begin run_layers ********** #
    final = []
    for cell, start in zip(cells, state, strict=True):
        outputs, end = unroll(cell, images, start)
        final.append(end)
    return outputs, keras.ops.stack(final)
    # ********** End run_layers ********** #
