# verdict: failed score=16 diagnosis=c-before-h
# The states come back in the other order.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, c_prev)
    o = output_gate(x, h_prev, params)
    return c, hidden_state(o, c)
    # ********** End lstm_step ********** #
