# verdict: passed score=full diagnosis=-
# outputs that grow by concatenation.


    # ********** Begin unroll ********** #
    outputs = None
    h, c = state[0], state[1]
    for t in range(images.shape[1]):
        o, [h, c] = cell(images[:, t], [h, c])
        o = keras.ops.expand_dims(o, 1)
        outputs = o if outputs is None else keras.ops.concatenate([outputs, o], axis=1)
    return outputs, keras.ops.concatenate([keras.ops.expand_dims(h, 0), keras.ops.expand_dims(c, 0)])
    # ********** End unroll ********** #


    # ********** Begin run_time_major ********** #
    outputs, s = unroll(cell, keras.ops.transpose(sequence, (1, 0, 2)), state)
    return keras.ops.transpose(outputs, (1, 0, 2)), s
    # ********** End run_time_major ********** #
