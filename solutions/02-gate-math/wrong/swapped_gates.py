# verdict: failed score=16 diagnosis=forget-input-swapped
# f and i have changed places.

    # ********** Begin cell_state ********** #
    return i * c_prev + f * c_tilde
    # ********** End cell_state ********** #
