# verdict: failed score=14 diagnosis=bias-always-counted,forget-bias-flag-ignored,second-bias-always-counted
# bias, reset_after and forget_bias are not looked at.

    # ********** Begin lstm_parameters ********** #
    return 4 * (units * (inputs + units) + units)
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    return 3 * (units * (inputs + units) + 2 * units)
    # ********** End gru_parameters ********** #

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTMCell(units)
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #
