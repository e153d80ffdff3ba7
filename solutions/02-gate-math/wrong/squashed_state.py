# verdict: failed score=16 diagnosis=extra-tanh-on-cell-state
# The squashed memory is handed on.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    o = output_gate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, c_prev)
    return hidden_state(o, c), np.tanh(c)
    # ********** End lstm_step ********** #
