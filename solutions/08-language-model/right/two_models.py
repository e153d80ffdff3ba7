# verdict: passed score=full diagnosis=-
# backend: tensorflow
# A stateful model for training, and a second one that shares its layers for reading.

    # ********** Begin build_model ********** #
    embedding = keras.layers.Embedding(vocabulary, EMBEDDING, name="embedding")
    cell = keras.layers.LSTMCell(HIDDEN)
    dense = keras.layers.Dense(vocabulary, name="dense")

    ids = keras.Input(batch_shape=(batch, None), dtype="int32")
    training = keras.layers.RNN(cell, return_sequences=True, stateful=True, name="lstm")
    model = keras.Model(ids, dense(training(embedding(ids))))

    any_ids, h0, c0 = keras.Input((None,), dtype="int32"), keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    reading = keras.layers.RNN(cell, return_sequences=True, return_state=True)
    outputs, h, c = reading(embedding(any_ids), initial_state=[h0, c0])
    build_model.readers = {id(model): keras.Model([any_ids, h0, c0], [dense(outputs), h, c])}
    return model
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    reader = build_model.readers[id(model)]
    h, c = state if state is not None else np.zeros((2, len(ids), HIDDEN), "float32")
    logits, h, c = reader.predict_on_batch([ids, h, c])
    return logits, (h, c)
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
