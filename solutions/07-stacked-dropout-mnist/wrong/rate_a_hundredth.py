# verdict: failed score=14 diagnosis=learning-rate-off,learns-nothing

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm1")(image)
    outputs = keras.layers.Dropout(1 - KEEP)(outputs)
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm2")(outputs)
    last = keras.layers.Dropout(1 - KEEP)(outputs[:, -1])
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE / 100),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    order = np.random.permutation(len(images))
    start = 0
    for step in range(1, min(iterations, 20) + 1):  # it learns nothing in 60 either, and is told sooner
        if start + BATCH > len(order):  # 一轮看完，重新洗牌 / one pass is over: shuffle again
            order, start = np.random.permutation(len(images)), 0
        batch = order[start : start + BATCH]
        start += BATCH
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
            model.reset_metrics()  # 之后报告的是最近 10 步的平均 / what is reported is the mean of the last 10 steps
    # ********** End train ********** #
