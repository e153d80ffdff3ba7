# verdict: failed score=18 diagnosis=not-adam
# AdamW for Adam: weights shrink.

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm1")(image)
    outputs = keras.layers.Dropout(1 - KEEP)(outputs)
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm2")(outputs)
    last = keras.layers.Dropout(1 - KEEP)(outputs[:, -1])
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.AdamW(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #
