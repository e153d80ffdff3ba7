# verdict: passed score=full diagnosis=-
# Marks from one-hot rows, targets as an einsum, the batch drawn up before.

    # ********** Begin make_sequences ********** #
    half = steps // 2
    values = rng.random((count, steps))
    eye = np.eye(steps)
    marks = eye[rng.integers(half, size=count)] + eye[rng.integers(half, steps, size=count)]
    return np.stack([values, marks], axis=-1), np.einsum("nt,nt->n", values, marks)
    # ********** End make_sequences ********** #

    # ********** Begin constant_error ********** #
    return (targets**2).mean() - targets.mean() ** 2
    # ********** End constant_error ********** #

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params = new_params(kind, rng)
    batches = [make_sequences(rng, BATCH, steps) for _ in range(updates)]
    adam = Adam()
    for xs, targets in batches:
        adam.update(params, clip(loss_and_gradients(params, xs, targets)[1]))
    return params
    # ********** End learn ********** #
