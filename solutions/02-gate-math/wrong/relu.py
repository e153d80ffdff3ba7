# verdict: failed score=16 diagnosis=relu-for-sigmoid
# A ReLU, as it is common elsewhere.

    # ********** Begin sigmoid ********** #
    return np.maximum(0.0, z)
    # ********** End sigmoid ********** #
