# verdict: passed score=full diagnosis=-
# backend: tensorflow, jax
# A generator of states, concatenated outputs with a new axis, np.split.

    # ********** Begin unroll ********** #
    def walk(h, c):
        for row in np.split(np.asarray(images), np.shape(images)[1], axis=1):
            _, (h, c) = cell(row.squeeze(1), [h, c])
            yield h, c

    hs, cs = zip(*walk(*state), strict=True)
    return keras.ops.concatenate([h[:, np.newaxis] for h in hs], axis=1), (hs[-1], cs[-1])
    # ********** End unroll ********** #

    # ********** Begin run_time_major ********** #
    outputs, end = unroll(cell, np.transpose(sequence, (1, 0, 2)), state)
    return np.transpose(outputs, (1, 0, 2)), end
    # ********** End run_time_major ********** #
