# verdict: failed score=18 diagnosis=forget-bias-missing
# unit_forget_bias is always off.

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTMCell(units, unit_forget_bias=False)
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #
