# verdict: failed score=13 diagnosis=reshape-for-transpose
# Stacked time first, then reshaped instead of transposed; the images as well.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.reshape(keras.ops.stack(outputs), (images.shape[0], images.shape[1], -1)), keras.ops.stack([h, c])
    # ********** End unroll ********** #

    # ********** Begin to_time_major ********** #
    return keras.ops.reshape(images, (images.shape[1], images.shape[0], images.shape[2]))
    # ********** End to_time_major ********** #
