# verdict: failed score=15 diagnosis=state-not-carried
# Every step starts from the initial state.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, end = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack(end)
    # ********** End unroll ********** #
