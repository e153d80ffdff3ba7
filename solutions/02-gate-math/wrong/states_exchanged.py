# verdict: failed score=16 diagnosis=states-exchanged
# h_prev and c_prev exchanged throughout.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, c_prev, params)
    i = input_gate(x, c_prev, params)
    c_tilde = candidate(x, c_prev, params)
    o = output_gate(x, c_prev, params)
    c = cell_state(f, i, c_tilde, h_prev)
    return hidden_state(o, c), c
    # ********** End lstm_step ********** #
