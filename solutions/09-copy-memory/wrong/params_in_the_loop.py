# verdict: failed score=14 diagnosis=begins-anew
# New parameters for each update.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        params = new_params(kind, np.random.default_rng(seed))
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
