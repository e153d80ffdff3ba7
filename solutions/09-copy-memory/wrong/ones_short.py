# verdict: failed score=14 diagnosis=-
# A training over half of the steps.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, max(2, steps // 2)))
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
