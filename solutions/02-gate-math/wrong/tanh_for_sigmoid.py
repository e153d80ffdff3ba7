# verdict: failed score=16 diagnosis=tanh-for-sigmoid
# The gates call a wrong sigmoid rightly: they keep their points.

    # ********** Begin sigmoid ********** #
    return np.tanh(z)
    # ********** End sigmoid ********** #
