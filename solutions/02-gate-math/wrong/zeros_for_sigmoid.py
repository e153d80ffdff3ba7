# verdict: failed score=16 diagnosis=-
# The loop computes each value and never puts it into the array, which stays zero: no fraction was cut off.

    # ********** Begin sigmoid ********** #
    result = np.zeros(np.shape(z))
    for value in np.ravel(z):
        value = 1 / (1 + np.exp(-value))
    return result
    # ********** End sigmoid ********** #
