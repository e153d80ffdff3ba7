# verdict: failed score=18 diagnosis=forget-bias-on-all-gates
# All biases start at 1.

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTMCell(units, unit_forget_bias=False, bias_initializer="ones" if forget_bias else "zeros")
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #
