# verdict: passed score=full diagnosis=-
# np.errstate as a decorator of a helper.


    # ********** Begin sigmoid ********** #
    @np.errstate(over="ignore")
    def s(v):
        return 1.0 / (1.0 + np.exp(-np.asarray(v, dtype=float)))
    return s(z)
    # ********** End sigmoid ********** #
