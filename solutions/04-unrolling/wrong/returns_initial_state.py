# verdict: failed score=15 diagnosis=returns-initial-state
# Another name for the new states, and the old ones are returned.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), state
    # ********** End unroll ********** #
