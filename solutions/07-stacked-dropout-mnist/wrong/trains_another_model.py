# verdict: failed score=13 diagnosis=not-trained

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    outputs, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm1")(image)
    outputs = keras.layers.Dropout(1 - KEEP)(outputs)
    outputs, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm2")(outputs)
    last = keras.layers.Dropout(1 - KEEP)(outputs[:, -1])
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    model = build_model()
    order = np.random.permutation(len(images))
    start = 0
    for step in range(1, iterations + 1):
        if start + BATCH > len(order):  # 一轮看完，重新洗牌 / one pass is over: shuffle again
            order, start = np.random.permutation(len(images)), 0
        batch = order[start : start + BATCH]
        start += BATCH
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #
