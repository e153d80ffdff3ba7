# verdict: failed score=19 diagnosis=changes-inputs
# Right numbers, written over the caller's c_prev.

    # ********** Begin cell_state ********** #
    c_prev *= f
    c_prev += i * c_tilde
    return c_prev
    # ********** End cell_state ********** #
