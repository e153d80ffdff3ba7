# verdict: failed score=16 diagnosis=returns-output-gate
# The gate is handed back for h.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    o = output_gate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, c_prev)
    return o, c
    # ********** End lstm_step ********** #
