# verdict: failed score=16 diagnosis=bias-counted-once,counted-as-lstm
# The bias is added once, not for each gate; the GRU counted as an LSTM.

    # ********** Begin lstm_parameters ********** #
    return 4 * units * (inputs + units) + (units if bias else 0)
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    return 4 * (units * (inputs + units) + units)
    # ********** End gru_parameters ********** #
