# verdict: passed score=full diagnosis=-
# keras.ops.while_loop; a layer of the library for every cell.

    # ********** Begin unroll ********** #
    def body(step, outputs, h, c):
        x = keras.ops.take(images, step, axis=1)
        _, (h, c) = cell(x, [h, c])
        outputs = keras.ops.slice_update(outputs, (0, step, 0), h[:, None])
        return step + 1, outputs, h, c

    state = keras.ops.convert_to_tensor(state)
    steps = images.shape[1]
    outputs = keras.ops.zeros((images.shape[0], steps, cell.units))
    _, outputs, h, c = keras.ops.while_loop(lambda step, *_: step < steps, body, (0, outputs, state[0], state[1]))
    return outputs, keras.ops.stack([h, c])
    # ********** End unroll ********** #

    # ********** Begin library ********** #
    states = []
    for cell, (h, c) in zip(cells, state, strict=True):
        images, h, c = keras.layers.RNN(cell, return_sequences=True, return_state=True, unroll=True)(
            images, initial_state=[h, c]
        )
        states.append(keras.ops.stack([h, c]))
    return images, keras.ops.stack(states)
    # ********** End library ********** #
