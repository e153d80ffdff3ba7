# verdict: raised score=13 diagnosis=outputs-on-wrong-axis,state-of-another-batch
# The loop's list is stacked as it is: time first.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs), keras.ops.stack([h, c])
    # ********** End unroll ********** #
