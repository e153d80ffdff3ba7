# verdict: raised score=16 diagnosis=too-many-values-to-unpack
# cell_state returns one array, and its rows are given two names.

    # ********** Begin lstm_step ********** #
    f, i = forget_gate(x, h_prev, params), input_gate(x, h_prev, params)
    h, c = cell_state(f, i, candidate(x, h_prev, params), c_prev)
    return h, c
    # ********** End lstm_step ********** #
