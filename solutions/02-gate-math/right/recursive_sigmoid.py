# verdict: passed score=full diagnosis=-
# Recursion over the array's axes, and over the sign.


    # ********** Begin sigmoid ********** #
    if isinstance(z, (list, np.ndarray)) and np.ndim(z) > 0:
        return np.array([sigmoid(part) for part in z])
    if z < 0:
        return 1 - sigmoid(-z)
    return 1 / (1 + np.exp(-z))
    # ********** End sigmoid ********** #
