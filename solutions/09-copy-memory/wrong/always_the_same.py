# verdict: failed score=14 diagnosis=seed-not-used
# A seed of its own.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(0)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
