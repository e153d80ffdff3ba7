# verdict: failed score=6 diagnosis=batch-time-swapped

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = keras.layers.Dense(FEATURES)(image)  # 对最后一轴做线性变换，每一步都用同一个 W / one W for every step
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm")(rows)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(outputs[-1]))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #
