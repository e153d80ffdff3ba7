# verdict: failed score=18 diagnosis=other-kind
# The kinds have changed places.

    # ********** Begin make_cell ********** #
    if kind == "gru":
        return keras.layers.LSTMCell(units, unit_forget_bias=forget_bias)
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #
