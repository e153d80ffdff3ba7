# verdict: failed score=14 diagnosis=learns-nothing,number-of-updates

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
    for step in range(1, min(iterations, 20) + 1):  # it learns nothing in 60 either, and is told sooner; so it stops too soon as well
        images = np.random.permutation(images)  # the labels stay where they were
        loss, accuracy = model.train_on_batch(images[:BATCH], labels[:BATCH])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #
