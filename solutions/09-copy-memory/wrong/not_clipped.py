# verdict: failed score=14 diagnosis=not-clipped
# clip is forgotten.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update(params, gradients)
    return params
    # ********** End learn ********** #
