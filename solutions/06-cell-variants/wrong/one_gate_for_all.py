# verdict: failed score=16 diagnosis=only-one-gate-counted,second-bias-not-counted
# One matrix, as if the gates shared it; and one row of biases for the GRU.

    # ********** Begin lstm_parameters ********** #
    gate = units * (inputs + units) + (units if bias else 0)
    return gate
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    return 3 * (units * (inputs + units) + units)
    # ********** End gru_parameters ********** #
