# verdict: failed score=16 diagnosis=added-not-multiplied
# Addition and multiplication have changed places.

    # ********** Begin cell_state ********** #
    return (f + c_prev) * (i + c_tilde)
    # ********** End cell_state ********** #
