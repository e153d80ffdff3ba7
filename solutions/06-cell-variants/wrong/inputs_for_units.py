# verdict: failed score=16 diagnosis=inputs-and-units-swapped
# m and n have changed places.

    # ********** Begin lstm_parameters ********** #
    return 4 * (inputs * (inputs + units) + (inputs if bias else 0))
    # ********** End lstm_parameters ********** #

    # ********** Begin gru_parameters ********** #
    return 3 * (inputs * (inputs + units) + (2 if reset_after else 1) * inputs)
    # ********** End gru_parameters ********** #
