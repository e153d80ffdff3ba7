# verdict: passed score=full diagnosis=-
# backend: tensorflow
# Sequential and stateful; fit with one window of all streams as a batch, not shuffled; states reset by hand.

    # ********** Begin make_batches ********** #
    n = (len(ids) - 1) // (batch * steps)

    def cut(text):
        return text[: batch * n * steps].reshape(batch, n * steps)

    x, y = cut(ids[:-1]), cut(ids[1:])
    return np.stack(np.split(x, n, axis=1)), np.stack(np.split(y, n, axis=1))
    # ********** End make_batches ********** #

    # ********** Begin build_model ********** #
    model = keras.Sequential([
        keras.Input(batch_shape=(batch, None), dtype="int32"),
        keras.layers.Embedding(vocabulary, EMBEDDING),
        keras.layers.LSTM(HIDDEN, return_sequences=True, stateful=True),
        keras.layers.Dense(vocabulary),
    ])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.optimizer.learning_rate = LEARNING_RATE
    return model
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    embedding, lstm, dense = model.layers
    h, c = (keras.ops.zeros((len(ids), HIDDEN)),) * 2 if state is None else map(keras.ops.convert_to_tensor, state)
    embedded, logits = embedding(ids), []
    for t in range(ids.shape[1]):
        _, (h, c) = lstm.cell(embedded[:, t], [h, c])
        logits.append(dense(h))
    return keras.ops.stack(logits, axis=1), (h, c)
    # ********** End run ********** #

    # ********** Begin train ********** #
    inputs, targets = make_batches(ids, batch, steps)
    x, y = inputs.reshape(-1, steps), targets.reshape(-1, steps)
    for _ in range(epochs):
        for layer in model.layers:
            if getattr(layer, "stateful", False):
                layer.reset_states()
        model.fit(x, y, batch_size=batch, epochs=1, shuffle=False, verbose=0)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #
    logits, state = run(model, prompt[None])
    written = []
    for _ in range(length):
        written.append(sample(np.asarray(logits)[:, -1], temperature)[0])
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #
