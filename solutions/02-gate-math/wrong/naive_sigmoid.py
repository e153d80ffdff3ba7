# verdict: failed score=19 diagnosis=sigmoid-overflow
# The textbook formula: right values, and an overflow warning at -1000.

    # ********** Begin sigmoid ********** #
    return 1 / (1 + np.exp(-np.asarray(z)))
    # ********** End sigmoid ********** #
