# verdict: passed score=full diagnosis=-
# Draws places until each half has one; a random permutation for each half.

    # ********** Begin make_sequences ********** #
    half = steps // 2
    xs = np.zeros([count, steps, 2])
    targets = []
    for n in range(count):
        xs[n, :, 0] = rng.random(steps)
        while True:
            places = rng.integers(steps, size=2)
            if (places < half).sum() == 1:
                break
        xs[n, places, 1] = 1
        targets.append(xs[n, places, 0].sum())
    return xs, targets
    # ********** End make_sequences ********** #
