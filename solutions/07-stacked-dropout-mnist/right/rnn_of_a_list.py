# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    cells = [keras.layers.LSTMCell(HIDDEN), keras.layers.LSTMCell(HIDDEN, dropout=1 - KEEP)]
    outputs, lower, upper = keras.layers.RNN(cells, return_sequences=True, return_state=True)(image)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(keras.layers.Dropout(1 - KEEP)(outputs[:, -1])))
    model.read = keras.Model(image, [*lower, *upper, outputs])
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    seen = 0
    while seen < iterations:
        steps = min(len(images) // BATCH, iterations - seen)
        order = np.random.permutation(len(images))[: steps * BATCH]
        history = model.fit(images[order], labels[order], batch_size=BATCH, verbose=0)
        seen += steps
        report(step=seen, loss=history.history["loss"][-1])
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    h1, c1, h2, c2, outputs = model.read(images, training=False)
    return [(h1, c1), (h2, c2)], outputs
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return np.asarray(model.predict(images, batch_size=256, verbose=0)).argmax(axis=-1).tolist()
    # ********** End predict ********** #
