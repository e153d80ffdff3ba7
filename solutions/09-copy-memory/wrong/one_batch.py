# verdict: failed score=14 diagnosis=one-batch-for-all
# Drawn once, before the loop.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    batch = make_sequences(rng, BATCH, steps)
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *batch)
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
