# verdict: failed score=17 diagnosis=layer-fed-cell-state
# c goes up to the next layer instead of h.

    # ********** Begin run_layers ********** #
    sequence, states = images, [list(pair) for pair in state]
    for layer, cell in enumerate(cells):
        outputs, memories = [], []
        for step in range(images.shape[1]):
            output, states[layer] = cell(sequence[:, step], states[layer])
            outputs.append(output)
            memories.append(states[layer][1])
        sequence = keras.ops.stack(memories, axis=1)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([keras.ops.stack(pair) for pair in states])
    # ********** End run_layers ********** #
