# verdict: failed score=16 diagnosis=recurrent-weights-not-counted
# What a Dense layer would have, four times.

    # ********** Begin lstm_parameters ********** #
    gate = units * inputs + (units if bias else 0)
    return 4 * gate
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    gate = units * inputs + (2 * units if reset_after else units)
    return 3 * gate
    # ********** End gru_parameters ********** #
