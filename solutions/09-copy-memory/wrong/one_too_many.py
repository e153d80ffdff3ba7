# verdict: failed score=14 diagnosis=updates-off-by-one
# range that counts to the end.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates + 1):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
