# verdict: failed score=14 diagnosis=-
# Gradient descent without Adam.

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params, adam = new_params(kind, rng), Adam()
    for number in range(updates):
        loss, gradients = loss_and_gradients(params, *make_sequences(rng, BATCH, steps))
        params = {name: value - LEARNING_RATE * clip(gradients)[name] for name, value in params.items()}
    return params
    # ********** End learn ********** #
