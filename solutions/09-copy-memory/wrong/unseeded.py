# verdict: failed score=14 diagnosis=seed-not-used
# No seed at all.

    # ********** Begin learn ********** #
    rng = np.random.default_rng()
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
