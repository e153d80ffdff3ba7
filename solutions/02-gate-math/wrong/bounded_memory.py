# verdict: failed score=14 diagnosis=extra-tanh-on-cell-state,added-not-multiplied
# The memory squashed by tanh; the gate added.

    # ********** Begin cell_state ********** #
    return np.tanh(f * c_prev + i * c_tilde)
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return o + np.tanh(c)
    # ********** End hidden_state ********** #
