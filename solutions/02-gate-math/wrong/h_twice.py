# verdict: failed score=16 diagnosis=same-state-twice
# h in both places.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    o = output_gate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, c_prev)
    h = hidden_state(o, c)
    return h, h
    # ********** End lstm_step ********** #
