# verdict: failed score=16 diagnosis=one-gate-not-counted
# Three gates, and the candidate is forgotten; two for the GRU.

    # ********** Begin lstm_parameters ********** #
    gate = units * (inputs + units) + (units if bias else 0)
    return 3 * gate
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    gate = units * (inputs + units) + (2 * units if reset_after else units)
    return 2 * gate
    # ********** End gru_parameters ********** #
