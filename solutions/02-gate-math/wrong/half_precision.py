# verdict: failed score=7 diagnosis=-
# A sigmoid in float16: the gates that call it are as coarse, and so is the step.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=float)
    tail = np.exp(-np.abs(z))
    return (np.where(z >= 0, 1.0, tail) / (1.0 + tail)).astype(np.float16)
    # ********** End sigmoid ********** #
