# verdict: passed score=full diagnosis=-
# Lists and tuples of rows where arrays are usual.


    # ********** Begin unroll ********** #
    h, c = state
    outs = []
    for row in np.swapaxes(np.asarray(images), 0, 1):
        _, (h, c) = cell(row, (h, c))
        outs.append(np.asarray(h))
    return [np.stack(outs, axis=1), np.stack([np.asarray(h), np.asarray(c)])]
    # ********** End unroll ********** #


    # ********** Begin run_layers ********** #
    states = []
    y = images
    for i, cell in enumerate(cells):
        y, s = unroll(cell, y, state[i])
        states.append(s)
    return [y, np.array(states)]
    # ********** End run_layers ********** #


    # ********** Begin library ********** #
    rnn = keras.layers.RNN(keras.layers.StackedRNNCells(cells), return_sequences=True, return_state=True)
    results = rnn(keras.ops.array(images), initial_state=[[keras.ops.array(s[0]), keras.ops.array(s[1])] for s in state])
    return [results[0], [[h, c] for h, c in results[1:]]]
    # ********** End library ********** #


    # ********** Begin to_time_major ********** #
    return [image_row for image_row in np.swapaxes(images, 0, 1)]
    # ********** End to_time_major ********** #
