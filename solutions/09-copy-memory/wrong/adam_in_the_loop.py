# verdict: failed score=14 diagnosis=optimizer-forgets
# A new optimizer for each update.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), None
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        Adam().update(params, clip(gradients))
    return params
    # ********** End learn ********** #
