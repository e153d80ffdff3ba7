# verdict: passed score=full diagnosis=-
# np.expm1, and 1 - σ for the other half.


    # ********** Begin sigmoid ********** #
    z = np.asarray(z, float)
    a = -np.abs(z)
    small = np.exp(a) / (2 + np.expm1(a))
    return np.where(z > 0, 1 - small, small)
    # ********** End sigmoid ********** #
