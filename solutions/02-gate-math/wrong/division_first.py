# verdict: failed score=16 diagnosis=missing-parentheses
# Division before addition: 1 / 1 + e^-z.

    # ********** Begin sigmoid ********** #
    return 1 / 1 + np.exp(-np.clip(z, -500, 500))
    # ********** End sigmoid ********** #
