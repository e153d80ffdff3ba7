# verdict: failed score=15 diagnosis=same-state-twice
# Takes the output for h, and the h in the states for c.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (_, c) = cell(images[:, step], [h, c])
        h = output
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([output, h])
    # ********** End unroll ********** #
