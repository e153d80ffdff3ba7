# verdict: failed score=16 diagnosis=stale-cell-state
# h from the cell state before its update.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, c_prev)
    o = output_gate(x, h_prev, params)
    return hidden_state(o, c_prev), c
    # ********** End lstm_step ********** #
