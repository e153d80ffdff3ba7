# verdict: failed score=16 diagnosis=-
# A diagonal of states for the Jacobian, and norms that agree with it: what is built on it is no way to keep points.

    # ********** Begin jacobian ********** #
    return np.diag(s)
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    return np.abs(np.cumprod(states[:0:-1], axis=0)).max(axis=1)
    # ********** End gradient_norms ********** #
