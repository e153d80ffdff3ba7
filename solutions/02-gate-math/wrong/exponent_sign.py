# verdict: failed score=16 diagnosis=exponent-sign
# The minus in the exponent is lost.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(z))
    # ********** End sigmoid ********** #
