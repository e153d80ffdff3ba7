# verdict: failed score=18 diagnosis=across-units
# Along the wrong axis.

    # ********** Begin cell_path ********** #
    return np.cumprod(f[::-1], axis=1)
    # ********** End cell_path ********** #
