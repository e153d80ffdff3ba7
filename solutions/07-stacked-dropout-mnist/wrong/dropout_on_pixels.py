# verdict: failed score=12 diagnosis=dropout-on-pixels,not-trained

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm1")(keras.layers.Dropout(1 - KEEP)(image))
    outputs = keras.layers.Dropout(1 - KEEP)(outputs)
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm2")(outputs)
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
    pass  # 还没写 / not written yet
    # ********** End train ********** #
