# verdict: raised score=8 diagnosis=helper-without-return,name-misspelt,too-few-values-to-unpack,two-precisions
# In each function, something else that is refused.

    # ********** Begin unroll ********** #
    h, c = state
    outputs = []
    for step in range(images.shape[1]):
        output, h, c = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #

    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state):
        sequence, end = unroll_one(cell, sequence, start)
        final.append(end)
    return sequence, keras.ops.stack(final)
    # ********** End run_layers ********** #

    # ********** Begin library ********** #
    def read(sequence, start):
        layer = keras.layers.RNN(cells, return_sequences=True, return_state=True)
        layer(sequence, initial_state=[[h, c] for h, c in start])

    outputs, *states = read(images, state)
    return outputs, keras.ops.stack([keras.ops.stack(pair) for pair in states])
    # ********** End library ********** #

    # ********** Begin run_time_major ********** #
    h, c = state
    outputs = []
    for row in sequence:
        scale = keras.ops.convert_to_tensor(np.ones(h.shape))
        output, (h, c) = cell(row, [h * scale, c * scale])
        outputs.append(output)
    return keras.ops.stack(outputs), keras.ops.stack([h, c])
    # ********** End run_time_major ********** #
