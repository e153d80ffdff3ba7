# verdict: failed score=16 diagnosis=bias-not-counted
# The biases are forgotten.

    # ********** Begin lstm_parameters ********** #
    return 4 * units * (inputs + units)
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    return 3 * units * (inputs + units)
    # ********** End gru_parameters ********** #
