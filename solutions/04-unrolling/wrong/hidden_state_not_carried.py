# verdict: failed score=14 diagnosis=hidden-state-not-carried
# The new h is thrown away at every step; time-major, too.

    # ********** Begin unroll ********** #
    start, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        h, (_, c) = cell(images[:, step], [start, c])
        outputs.append(h)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #

    # ********** Begin run_time_major ********** #
    start, c = state[0], state[1]
    outputs = []
    for row in sequence:
        h, (_, c) = cell(row, [start, c])
        outputs.append(h)
    return keras.ops.stack(outputs), keras.ops.stack([h, c])
    # ********** End run_time_major ********** #
