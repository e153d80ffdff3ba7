# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    # 第二层的输入就是第一层的输出，所以丢第二层的输入即可 / what the second layer takes in is the first one's output
    return keras.Sequential(
        [
            keras.Input((STEPS, PIXELS)),
            keras.layers.LSTM(HIDDEN, return_sequences=True),
            keras.layers.LSTM(HIDDEN, dropout=1 - KEEP),
            keras.layers.Dropout(1 - KEEP),
            keras.layers.Dense(CLASSES, activation="linear"),
        ]
    )
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    model.compile(
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE),
    )
    order = np.random.permutation(np.resize(np.arange(len(images)), iterations * BATCH))
    one_hot = keras.utils.to_categorical(labels, CLASSES)
    model.fit(images[order], one_hot[order], batch_size=BATCH, epochs=1, shuffle=False, verbose=0)
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    first, second = model.layers[0].cell, model.layers[1].cell
    states = [[np.zeros((len(images), HIDDEN), "float32")] * 2 for _ in range(2)]
    outputs = []
    for step in range(STEPS):
        x, states[0] = first(images[:, step], states[0])
        y, states[1] = second(x, states[1], training=False)
        outputs.append(y)
    return [tuple(state) for state in states], keras.ops.stack(outputs, axis=1)
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return model.predict(images, verbose=0).argmax(1)
    # ********** End predict ********** #
