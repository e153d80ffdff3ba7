# verdict: passed score=full diagnosis=-
# A functional model with an input for every state.


    # ********** Begin library ********** #
    images = keras.ops.convert_to_tensor(images)
    hidden = np.shape(state)[-1]
    x = keras.Input(images.shape[1:])
    starts = [[keras.Input((hidden,)), keras.Input((hidden,))] for _ in cells]
    y, *ends = keras.layers.RNN(cells, return_sequences=True, return_state=True)(x, initial_state=starts)
    model = keras.Model([x, starts], [y, ends])
    y, ends = model([images, [[keras.ops.convert_to_tensor(h), keras.ops.convert_to_tensor(c)] for h, c in state]])
    return y, keras.ops.stack([keras.ops.stack(end, axis=0) for end in ends], axis=0)
    # ********** End library ********** #


    # ********** Begin last_output ********** #
    return np.take(outputs, -1, axis=1)
    # ********** End last_output ********** #


    # ********** Begin last_hidden ********** #
    return keras.ops.unstack(keras.ops.convert_to_tensor(state), axis=0)[-1][0]
    # ********** End last_hidden ********** #


    # ********** Begin to_time_major ********** #
    return keras.ops.moveaxis(images, 1, 0)
    # ********** End to_time_major ********** #
