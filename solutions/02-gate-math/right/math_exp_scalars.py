# verdict: passed score=full diagnosis=-
# math.exp of one number at a time, and OverflowError caught.


    # ********** Begin sigmoid ********** #
    import math

    def one(v):
        try:
            return 1.0 / (1.0 + math.exp(-v))
        except OverflowError:
            return 0.0

    if np.ndim(z) == 0:
        return one(float(z))
    return np.array([one(v) for v in np.ravel(z)]).reshape(np.shape(z))
    # ********** End sigmoid ********** #
