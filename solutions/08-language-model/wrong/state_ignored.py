# verdict: failed score=14 diagnosis=state-not-used
# The state given is not handed to the layer.

    # ********** Begin build_model ********** #
    ids = keras.Input(batch_shape=(batch, None), dtype="int32")
    embedded = keras.layers.Embedding(vocabulary, EMBEDDING, name="embedding")(ids)
    outputs = keras.layers.LSTM(HIDDEN, return_sequences=True, stateful=True, name="lstm")(embedded)
    return keras.Model(ids, keras.layers.Dense(vocabulary, name="dense")(outputs))
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    reader = keras.layers.RNN(model.get_layer("lstm").cell, return_sequences=True, return_state=True)
    outputs, h, c = reader(model.get_layer("embedding")(ids))
    return model.get_layer("dense")(outputs), (h, c)
    # ********** End run ********** #

    # ********** Begin train ********** #
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    inputs, targets = make_batches(ids, batch, steps)
    step = 0
    for _ in range(epochs):
        model.get_layer("lstm").reset_states()
        for x, y in zip(inputs, targets, strict=True):
            loss = model.train_on_batch(x, y)
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

    # ********** Begin generate ********** #
    logits, state = run(model, prompt[None])
    written = []
    for _ in range(length):
        written.append(sample(np.asarray(logits)[:, -1], temperature)[0])
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #
