# verdict: passed score=full diagnosis=-
# Places by rng.choice, marks by put_along_axis.

    # ********** Begin make_sequences ********** #
    first = rng.choice(steps // 2, count)
    second = rng.choice(np.arange(steps // 2, steps), count)
    numbers = rng.uniform(size=(count, steps))
    flags = np.zeros_like(numbers)
    np.put_along_axis(flags, first[:, None], 1, axis=1)
    np.put_along_axis(flags, second[:, None], 1, axis=1)
    return np.dstack([numbers, flags]), (numbers * flags).sum(1)
    # ********** End make_sequences ********** #

    # ********** Begin constant_error ********** #
    return float(np.square(targets - np.average(targets)).mean())
    # ********** End constant_error ********** #

    # ********** Begin learn ********** #
    rng = np.random.default_rng(seed)
    params = new_params(kind, rng)
    optimizer = Adam()

    def one_update(number):
        xs, ys = make_sequences(rng, BATCH, steps)
        loss, grads = loss_and_gradients(params, xs, ys)
        optimizer.update(params, clip(grads))
        report(step=number + 1, loss=loss)

    for number in range(updates):
        one_update(number)
    return params
    # ********** End learn ********** #
