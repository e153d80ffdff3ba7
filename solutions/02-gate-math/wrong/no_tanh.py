# verdict: failed score=16 diagnosis=no-tanh-on-cell-state
# h without tanh.

    # ********** Begin hidden_state ********** #
    return o * c
    # ********** End hidden_state ********** #
