# verdict: passed score=full diagnosis=-
# The library's own LSTM layers, given the cells' weights; recursion over the layers; the tail by take.

    # ********** Begin run_layers ********** #
    if len(cells) == 0:
        return images, []
    outputs, end = unroll(cells[0], images, state[0])
    top, ends = run_layers(cells[1:], outputs, state[1:])
    return top, [end, *ends]
    # ********** End run_layers ********** #

    # ********** Begin library ********** #
    ends = []
    for cell, start in zip(cells, state, strict=True):
        layer = keras.layers.LSTM(cell.units, return_sequences=True, return_state=True)
        layer.build((None, None, cell.kernel.shape[0]))
        layer.set_weights(cell.get_weights())
        images, *end = layer(images, initial_state=[keras.ops.convert_to_tensor(part) for part in start])
        ends.append(keras.ops.stack(end))
    return images, keras.ops.stack(ends)
    # ********** End library ********** #

    # ********** Begin last_output ********** #
    return keras.ops.take(outputs, -1, axis=1)
    # ********** End last_output ********** #

    # ********** Begin last_hidden ********** #
    h, _ = state[len(state) - 1]
    return h
    # ********** End last_hidden ********** #

    # ********** Begin to_time_major ********** #
    return np.swapaxes(images, 0, 1)
    # ********** End to_time_major ********** #
