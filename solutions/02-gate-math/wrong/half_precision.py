# verdict: failed score=17 diagnosis=-
# A sigmoid in float16, a thousandth off. The gates are judged with σ itself in its place, and keep their points.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=float)
    tail = np.exp(-np.abs(z))
    return (np.where(z >= 0, 1.0, tail) / (1.0 + tail)).astype(np.float16)
    # ********** End sigmoid ********** #
