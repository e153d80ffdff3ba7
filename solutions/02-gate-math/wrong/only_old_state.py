# verdict: failed score=14 diagnosis=ignores-candidate,ignores-output-gate
# Nothing new is written; nothing is held back.

    # ********** Begin cell_state ********** #
    return f * c_prev
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return np.tanh(c)
    # ********** End hidden_state ********** #
