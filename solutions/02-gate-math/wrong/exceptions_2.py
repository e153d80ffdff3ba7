# verdict: raised score=4 diagnosis=arguments-exchanged,array-has-no-such-method,axis-is-called-dim,name-misspelt,no-such-key,not-in-this-module
# In each function, something else that Python refuses.

    # ********** Begin sigmoid ********** #
    return np.sigmoid(z)
    # ********** End sigmoid ********** #

    # ********** Begin input_gate ********** #
    return sigmoid(np.concatenate([h_prev, x], dim=1) @ params["W_i"] + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return np.tanh(hx @ params["kernel"] + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    return f * c_prev + i * c_tilda
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return o * c.tanh()
    # ********** End hidden_state ********** #

    # ********** Begin lstm_step ********** #
    o = output_gate(params, x, h_prev)
    f, i, c_tilde = (gate(params, x, h_prev) for gate in (forget_gate, input_gate, candidate))
    c = cell_state(f, i, c_tilde, c_prev)
    return hidden_state(o, c), c
    # ********** End lstm_step ********** #
