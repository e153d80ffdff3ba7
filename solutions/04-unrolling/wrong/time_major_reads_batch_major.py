# verdict: raised score=17 diagnosis=batch-time-swapped,state-of-another-batch
# Loops over axis 1 of a time-major sequence.

    # ********** Begin run_time_major ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(sequence.shape[1]):
        output, (h, c) = cell(sequence[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End run_time_major ********** #
