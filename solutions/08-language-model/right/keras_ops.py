# verdict: passed score=full diagnosis=-
# keras.ops throughout; a loss of its own; the text is read again for each character.

    # ********** Begin perplexity ********** #
    log_p = keras.ops.convert_to_numpy(keras.ops.log_softmax(keras.ops.convert_to_tensor(logits), axis=-1))
    mask = (targets != PAD).astype(float)
    chosen = np.take_along_axis(log_p, np.maximum(targets, 0)[..., None], axis=-1)[..., 0]
    return float(np.exp(-(chosen * mask).sum() / mask.sum()))
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #
    ids = keras.Input((None,), dtype="int32")
    h0, c0 = keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    x = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    x, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)(x, initial_state=[h0, c0])
    return keras.Model([ids, h0, c0], [keras.layers.Dense(vocabulary)(x), h, c])
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    if state is None:
        state = [np.zeros((len(ids), HIDDEN), "float32")] * 2
    logits, h, c = model([keras.ops.convert_to_tensor(each) for each in (ids, *state)])
    return logits, (h, c)
    # ********** End run ********** #

    # ********** Begin train ********** #
    from keras import ops

    def surprise(targets, logits):
        log_p = ops.log_softmax(logits, axis=-1)
        return -ops.mean(ops.sum(ops.one_hot(ops.cast(targets, "int32"), logits.shape[-1]) * log_p, axis=-1))

    learner = keras.Model(model.inputs, model.outputs[0])
    learner.compile("adam", surprise)
    learner.optimizer.learning_rate = LEARNING_RATE
    inputs, targets = make_batches(ids, batch, steps)
    for _ in range(epochs):
        h, c = ops.zeros((batch, HIDDEN)), ops.zeros((batch, HIDDEN))
        for x, y in zip(inputs, targets, strict=True):
            _, *end = model([ops.convert_to_tensor(x), h, c])
            learner.train_on_batch([x, ops.convert_to_numpy(h), ops.convert_to_numpy(c)], y)
            h, c = map(ops.stop_gradient, end)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    p = keras.ops.convert_to_numpy(keras.ops.softmax(keras.ops.convert_to_tensor(logits, "float32") / temperature))
    return np.array([np.random.choice(len(row), p=row / row.sum()) for row in p.astype("float64")])
    # ********** End sample ********** #

    # ********** Begin generate ********** #
    ids = [int(i) for i in prompt]
    for _ in range(length):
        logits, _ = run(model, np.array([ids]))
        ids.append(int(sample(keras.ops.convert_to_numpy(logits)[:, -1], temperature)[0]))
    return np.array(ids[len(prompt):])
    # ********** End generate ********** #
