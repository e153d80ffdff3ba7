# verdict: failed score=15 diagnosis=hidden-and-cell-state-swapped
# The state returned is c, then h.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([c, h])
    # ********** End unroll ********** #
