# verdict: failed score=18 diagnosis=layer-for-cell
# Layers instead of cells.

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTM(units, unit_forget_bias=forget_bias)
    return keras.layers.GRU(units, reset_after=reset_after)
    # ********** End make_cell ********** #
