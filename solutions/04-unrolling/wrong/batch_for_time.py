# verdict: raised score=13 diagnosis=batch-time-swapped,state-of-another-batch
# Loops over the images of the batch; runs where there are as many as steps.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for row in images:
        output, (h, c) = cell(row, [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #
