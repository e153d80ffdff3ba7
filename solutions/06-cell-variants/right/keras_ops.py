# verdict: passed score=full diagnosis=-
# keras.ops instead of NumPy, for the steps and for the weights.

    # ********** Begin lstm_step ********** #
    z = keras.ops.matmul(keras.ops.concatenate([x, h], axis=-1), kernel) + bias
    i, j, f, o = keras.ops.split(z, 4, axis=-1)
    c = keras.ops.sigmoid(f + forget_bias) * c + keras.ops.sigmoid(i) * keras.ops.tanh(j)
    return keras.ops.sigmoid(o) * keras.ops.tanh(c), c
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    i, j, f, o = keras.ops.split(kernel, 4, axis=1)
    bi, bj, bf, bo = keras.ops.split(bias, 4)
    both = keras.ops.concatenate([i, f, j, o], axis=1)
    units = bi.shape[0]
    return both[:-units], both[-units:], keras.ops.concatenate([bi, bf + forget_bias, bj, bo])
    # ********** End to_keras ********** #

    # ********** Begin gru_step ********** #
    x, h = keras.ops.convert_to_tensor(x), keras.ops.convert_to_tensor(h)
    units = h.shape[-1]
    if not reset_after:
        bias = keras.ops.stack([bias, keras.ops.zeros_like(bias)])
    xz, xr, xh = keras.ops.split(keras.ops.matmul(x, kernel) + bias[0], 3, axis=-1)
    hz, hr, hh = keras.ops.split(keras.ops.matmul(h, recurrent_kernel) + bias[1], 3, axis=-1)
    z, r = keras.ops.sigmoid(xz + hz), keras.ops.sigmoid(xr + hr)
    inner = r * hh if reset_after else keras.ops.matmul(r * h, recurrent_kernel[:, 2 * units :])
    new = keras.ops.tanh(xh + inner)
    return new + z * (h - new)
    # ********** End gru_step ********** #
