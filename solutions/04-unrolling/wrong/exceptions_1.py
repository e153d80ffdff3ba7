# verdict: raised score=1 diagnosis=arguments-exchanged,axes-of-a-transpose,hard-coded-size,hard-coded-size-in-reshape,index-out-of-range,no-such-argument,sizes-not-in-a-tuple,tensor-is-not-assigned-to
# In each function, something that is refused.

    # ********** Begin zero_state ********** #
    return np.zeros(layers, 2, batch, hidden).astype("float32")
    # ********** End zero_state ********** #

    # ********** Begin unroll ********** #
    h, c = state
    outputs = []
    for step in range(28):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #

    # ********** Begin run_layers ********** #
    finals = np.zeros(state.shape, "float32")
    for i in range(len(cells)):
        outputs = keras.ops.zeros((images.shape[0], images.shape[1], state.shape[-1]))
        h, c = state[i]
        for t in range(images.shape[1]):
            outputs[:, t], (h, c) = cells[i](images[:, t], [h, c])
        finals[i] = h, c
        images = outputs
    return outputs, finals
    # ********** End run_layers ********** #

    # ********** Begin library ********** #
    layer = keras.layers.RNN(cells, return_sequence=True, return_state=True)
    outputs, *states = layer(images, initial_state=[[h, c] for h, c in state])
    return outputs, keras.ops.stack([keras.ops.stack(pair) for pair in states])
    # ********** End library ********** #

    # ********** Begin last_output ********** #
    return outputs[:, outputs.shape[1]]
    # ********** End last_output ********** #

    # ********** Begin last_hidden ********** #
    return state["h"][-1]
    # ********** End last_hidden ********** #

    # ********** Begin to_time_major ********** #
    return np.transpose(images, (1, 0))
    # ********** End to_time_major ********** #

    # ********** Begin run_time_major ********** #
    images = np.reshape(sequence, (128, 28, 28))
    outputs, state = unroll(cell, images, state)
    return np.transpose(outputs, (1, 0, 2)), state
    # ********** End run_time_major ********** #
