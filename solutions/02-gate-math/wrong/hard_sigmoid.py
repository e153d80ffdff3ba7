# verdict: failed score=17 diagnosis=-
# The hard sigmoid of old Keras: right at its limits only. The gates call it rightly, so they keep their points.

    # ********** Begin sigmoid ********** #
    return np.clip(0.2 * np.asarray(z, dtype=float) + 0.5, 0.0, 1.0)
    # ********** End sigmoid ********** #
