# verdict: failed score=15 diagnosis=c-before-h
# An LSTMStateTuple is (c, h), and is returned and taken as it is.
# dialect: tf1

    # ********** Begin run ********** #
    feed = {model.ids: ids}
    if state is not None:
        feed[model.start] = rnn.LSTMStateTuple(*state)
    logits, final = model.session.run([model.logits, model.final], feed)
    return logits, final
    # ********** End run ********** #

    # ********** Begin train ********** #
    inputs, targets = make_batches(ids, batch, steps)
    step = 0
    for _ in range(epochs):
        carried = {}  # 不喂状态，就从全零开始 / where no state is fed, it is zeros
        for x, y in zip(inputs, targets, strict=True):
            feed = {model.ids: x, model.targets: y, **carried}
            _, loss, final = model.session.run([model.train_op, model.loss, model.final], feed)
            carried = {model.start: final}
            step += 1
            if step % 10 == 0:
                report(step=step, loss=loss)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #
