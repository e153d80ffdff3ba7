# verdict: failed score=14 diagnosis=params-not-updated
# The update goes into a copy.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        adam.update({name: value.copy() for name, value in params.items()}, clip(gradients))
    return params
    # ********** End learn ********** #
