# verdict: failed score=16 diagnosis=output-candidate-swapped
# Two names exchanged.

    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    o = output_gate(x, h_prev, params)
    c = cell_state(f, i, o, c_prev)
    return hidden_state(c_tilde, c), c
    # ********** End lstm_step ********** #
