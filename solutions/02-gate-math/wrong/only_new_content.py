# verdict: failed score=14 diagnosis=forgets-old-state,tanh-on-gate
# The old state is dropped; tanh of the gate.

    # ********** Begin cell_state ********** #
    return i * c_tilde
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return np.tanh(o) * c
    # ********** End hidden_state ********** #
