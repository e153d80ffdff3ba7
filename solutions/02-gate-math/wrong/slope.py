# verdict: failed score=16 diagnosis=sigmoid-derivative
# The derivative, as it is found in every text on back-propagation.

    # ********** Begin sigmoid ********** #
    s = 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))
    return s * (1 - s)
    # ********** End sigmoid ********** #
