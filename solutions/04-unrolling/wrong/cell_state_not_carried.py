# verdict: failed score=15 diagnosis=cell-state-not-carried
# The new c is thrown away at every step.

    # ********** Begin unroll ********** #
    h, start = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, start])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #
