# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    lower = keras.layers.RNN(keras.layers.LSTMCell(HIDDEN), return_sequences=True, return_state=True)
    upper = keras.layers.RNN(keras.layers.LSTMCell(HIDDEN), return_sequences=True, return_state=True)
    x, h1, c1 = lower(image)
    y, h2, c2 = upper(keras.layers.Dropout(rate=1 - KEEP)(x))
    last = keras.layers.Lambda(lambda t: t[:, -1])(y)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(keras.layers.Dropout(rate=1 - KEEP)(last)))
    model.states = keras.Model(image, [h1, c1, h2, c2, y])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["acc"])  # 0.001
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    def batches():
        while True:
            yield from np.random.permutation(len(images))[: len(images) // BATCH * BATCH].reshape(-1, BATCH)

    for _, batch in zip(range(iterations), batches(), strict=False):
        model.train_on_batch(images[batch], labels[batch])
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    h1, c1, h2, c2, outputs = model.states.predict_on_batch(images)
    return [[h1, c1], [h2, c2]], outputs
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    parts = np.array_split(images, max(1, len(images) // 500))
    scores = [keras.ops.convert_to_numpy(model(part, training=False)) for part in parts]
    return np.concatenate(scores).argmax(-1).astype(np.int32)
    # ********** End predict ********** #
