# verdict: failed score=15 diagnosis=initial-state-ignored
# Zeros of its own instead of the state that is passed in.

    # ********** Begin unroll ********** #
    h, c = cell.get_initial_state(batch_size=images.shape[0])
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #
