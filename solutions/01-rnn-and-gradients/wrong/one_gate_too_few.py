# verdict: failed score=18 diagnosis=one-gate-too-few
# Distance 1 without a gate.

    # ********** Begin cell_path ********** #
    path = np.cumprod(f[::-1], axis=0)
    return np.vstack([np.ones((1, f.shape[1])), path[:-1]])
    # ********** End cell_path ********** #
