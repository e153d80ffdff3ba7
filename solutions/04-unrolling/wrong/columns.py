# verdict: raised score=13 diagnosis=columns-as-steps,matrix-sizes
# Columns are read instead of rows; runs on square images only.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[2]):
        output, (h, c) = cell(images[:, :, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #
