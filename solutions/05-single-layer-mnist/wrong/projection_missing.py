# verdict: failed score=3 diagnosis=projection-missing

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = image
    last, _, _ = keras.layers.LSTM(HIDDEN, unit_forget_bias=True, return_state=True, name="lstm")(rows)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #
