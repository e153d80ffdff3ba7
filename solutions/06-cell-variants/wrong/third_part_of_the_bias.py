# verdict: failed score=15 diagnosis=forget-bias-on-wrong-gate
# Puts the ones where TensorFlow 1 has the forget gate; so does to_keras.

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        def ones_in_third_part(shape, dtype=None):
            return keras.ops.convert_to_tensor(np.repeat([0, 0, float(forget_bias), 0], units), dtype=dtype)

        return keras.layers.LSTMCell(units, unit_forget_bias=False, bias_initializer=ones_in_third_part)
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #

    # ********** Begin to_keras ********** #
    units = len(bias) // 4

    def reorder(weights):
        i, j, f, o = np.split(weights, 4, axis=-1)
        return np.concatenate([i, f, j, o], axis=-1)

    kernel, bias = reorder(kernel), reorder(bias)
    bias[2 * units : 3 * units] += forget_bias
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #
