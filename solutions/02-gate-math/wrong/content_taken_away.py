# verdict: failed score=16 diagnosis=subtracted-content
# The new content is subtracted.

    # ********** Begin cell_state ********** #
    return f * c_prev - i * c_tilde
    # ********** End cell_state ********** #
