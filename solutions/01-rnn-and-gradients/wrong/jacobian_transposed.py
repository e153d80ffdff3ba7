# verdict: failed score=18 diagnosis=matrix-not-transposed
# The transpose of the Jacobian.

    # ********** Begin jacobian ********** #
    return ((1 - s**2)[:, None] * W).T
    # ********** End jacobian ********** #
