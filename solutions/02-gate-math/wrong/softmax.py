# verdict: failed score=16 diagnosis=softmax-for-sigmoid
# A softmax, as for class probabilities. The gates call it rightly: they keep their points.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=float)
    e = np.exp(z - np.max(z))
    return e / np.sum(e)
    # ********** End sigmoid ********** #
