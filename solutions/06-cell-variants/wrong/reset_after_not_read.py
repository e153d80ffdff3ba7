# verdict: failed score=18 diagnosis=reset-after-flag-ignored
# GRUCell as it comes.

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTMCell(units, unit_forget_bias=forget_bias)
    return keras.layers.GRUCell(units)
    # ********** End make_cell ********** #
