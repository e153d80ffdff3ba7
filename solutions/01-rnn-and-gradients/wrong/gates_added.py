# verdict: failed score=18 diagnosis=gates-added
# Gates add up.

    # ********** Begin cell_path ********** #
    return np.cumsum(f[::-1], axis=0)
    # ********** End cell_path ********** #
