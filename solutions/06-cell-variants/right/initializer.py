# verdict: passed score=full diagnosis=-
# The forget bias by an initializer of its own; sizes by keras.ops.


    # ********** Begin make_cell ********** #
    if kind == "lstm":
        def start(shape, dtype=None):
            value = np.zeros(shape)
            value[units:2 * units] = 1.0 if forget_bias else 0.0
            return keras.ops.convert_to_tensor(value, dtype="float32")
        return keras.layers.LSTMCell(units, bias_initializer=start, unit_forget_bias=False)
    return keras.layers.GRUCell.from_config({"units": units, "reset_after": reset_after})
    # ********** End make_cell ********** #


    # ********** Begin count ********** #
    return sum(int(keras.ops.size(w)) for w in layer.weights)
    # ********** End count ********** #
