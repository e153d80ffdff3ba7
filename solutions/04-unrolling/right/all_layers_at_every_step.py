# verdict: passed score=full diagnosis=-
# Time outside, layers inside: one step through the whole stack, then the next; StackedRNNCells in the library.

    # ********** Begin run_layers ********** #
    states = [[pair[0], pair[1]] for pair in state]
    tops = []
    for t in range(images.shape[1]):
        signal = images[:, t]
        for k in range(len(cells)):
            signal, states[k] = cells[k](signal, states[k])
        tops.append(signal)
    return keras.ops.stack(tops, axis=1), keras.ops.stack([keras.ops.stack(pair) for pair in states])
    # ********** End run_layers ********** #

    # ********** Begin library ********** #
    stacked = keras.layers.StackedRNNCells(cells)
    layer = keras.layers.RNN(stacked, return_sequences=True, return_state=True)
    outputs, *states = layer(images, initial_state=[[pair[0], pair[1]] for pair in state])
    return outputs, keras.ops.stack(states)
    # ********** End library ********** #
