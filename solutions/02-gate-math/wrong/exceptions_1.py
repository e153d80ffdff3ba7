# verdict: raised score=0 diagnosis=calls-itself,concatenate-arguments-loose,concatenate-without-axis,function-without-its-module,number-of-an-array,truth-of-an-array,weights-on-the-left
# In each function, something that Python refuses.

    # ********** Begin sigmoid ********** #
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    return sigmoid(np.concatenate([h_prev, x]) @ params["W_f"] + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(params["W_i"] @ hx + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    import math

    hx = np.concatenate([h_prev, x], axis=1)
    return math.tanh(hx @ params["W_c"] + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    c = cell_state(f, i, c_tilde, c_prev)
    return c
    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #
    return sigmoid(np.concatenate(h_prev, x) @ params["W_o"] + params["b_o"])
    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #
    return o * tanh(c)
    # ********** End hidden_state ********** #

    # ********** Begin lstm_step ********** #
    c = cell_state(*(gate(x, h_prev, params) for gate in (forget_gate, input_gate, candidate)), c_prev)
    return hidden_state(output_gate(x, h_prev, params), c), c
    # ********** End lstm_step ********** #
