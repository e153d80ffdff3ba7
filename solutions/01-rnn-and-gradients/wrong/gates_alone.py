# verdict: failed score=18 diagnosis=gates-not-multiplied
# The gates, not their products.

    # ********** Begin cell_path ********** #
    return f[::-1].copy()
    # ********** End cell_path ********** #
