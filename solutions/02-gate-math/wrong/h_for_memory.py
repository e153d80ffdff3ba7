# verdict: failed score=16 diagnosis=hidden-state-for-cell-state
# The memory is updated from h_prev.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    o = output_gate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, h_prev)
    return hidden_state(o, c), c
    # ********** End lstm_step ********** #
