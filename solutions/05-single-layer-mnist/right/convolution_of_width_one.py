# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    return keras.Sequential(
        [
            keras.Input((STEPS, PIXELS)),
            keras.layers.Conv1D(FEATURES, 1),  # 宽度为 1：逐行的线性变换 / of width 1: one linear map per row
            keras.layers.LSTM(HIDDEN, unroll=True),
            keras.layers.Dense(CLASSES, activation="linear"),
        ]
    )
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    model.compile(
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE),
    )
    one_hot = keras.utils.to_categorical(labels, CLASSES)
    for step in range(1, iterations + 1):
        batch = np.random.permutation(len(images))[:BATCH]
        loss = model.train_on_batch(images[batch], one_hot[batch])
        if step % 20 == 0:
            report(step=step, loss=loss)
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    wide, lstm = model.layers[0], model.layers[1]
    x, (h, c) = wide(images), lstm.cell.get_initial_state(batch_size=len(images))
    for step in range(STEPS):
        _, (h, c) = lstm.cell(x[:, step], (h, c))
    return h, c
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return np.array([int(np.argmax(scores)) for scores in model.predict_on_batch(images)])
    # ********** End predict ********** #
