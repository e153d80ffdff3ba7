# verdict: failed score=15 diagnosis=state-reset-each-window
# zero_state is never fed in training, so every window starts from zeros.
# dialect: tf1

    # ********** Begin train ********** #
    inputs, targets = make_batches(ids, batch, steps)
    for _ in range(epochs):
        for x, y in zip(inputs, targets, strict=True):
            model.session.run(model.train_op, {model.ids: x, model.targets: y})
    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #
