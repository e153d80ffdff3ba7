# verdict: failed score=14 diagnosis=gates-not-used,sigmoid-for-tanh
# The old state goes in whole; σ for tanh.

    # ********** Begin cell_state ********** #
    return c_prev + i * c_tilde
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return o * sigmoid(c)
    # ********** End hidden_state ********** #
