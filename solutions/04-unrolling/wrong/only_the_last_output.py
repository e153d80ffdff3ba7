# verdict: failed score=10 diagnosis=only-last-output
# Returns the last output alone; the layer, too.

    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return output, keras.ops.stack([h, c])
    # ********** End unroll ********** #

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        h, c = start[0], start[1]
        outputs = []
        for step in range(images.shape[1]):
            output, (h, c) = cell(sequence[:, step], [h, c])
            outputs.append(output)
        sequence = keras.ops.stack(outputs, axis=1)
        final.append(keras.ops.stack([h, c]))
    return sequence[:, -1], keras.ops.stack(final)
    # ********** End run_layers ********** #

    # ********** Begin library ********** #
    rnn = keras.layers.RNN(cells, return_state=True)
    outputs, *final = rnn(images, initial_state=[[h, c] for h, c in state])
    return outputs, keras.ops.stack([keras.ops.stack(pair) for pair in final])
    # ********** End library ********** #
