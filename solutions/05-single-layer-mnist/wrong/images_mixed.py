# verdict: failed score=7 diagnosis=images-mixed

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = keras.layers.Dense(FEATURES)(keras.ops.reshape(image, (-1, PIXELS)))
    rows = keras.ops.transpose(keras.ops.reshape(rows, (STEPS, -1, FEATURES)), (1, 0, 2))
    last, _, _ = keras.layers.LSTM(HIDDEN, unit_forget_bias=True, return_state=True, name="lstm")(rows)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #
