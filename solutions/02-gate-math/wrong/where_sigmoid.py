# verdict: failed score=19 diagnosis=sigmoid-overflow
# np.where computes both branches, so both overflow.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
    # ********** End sigmoid ********** #
