# verdict: failed score=14 diagnosis=other-network
# kind is not looked at.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params("lstm", rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update(params, clip(gradients))
    return params
    # ********** End learn ********** #
