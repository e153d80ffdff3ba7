# verdict: failed score=14 diagnosis=coupled-gates,sigmoid-on-gate
# One gate for both parts, as in a GRU; σ of the gate once more.

    # ********** Begin cell_state ********** #
    return f * c_prev + (1 - f) * c_tilde
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return sigmoid(o) * np.tanh(c)
    # ********** End hidden_state ********** #
