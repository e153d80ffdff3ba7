# verdict: failed score=8 diagnosis=projection-activated

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = keras.layers.Dense(FEATURES, activation="tanh")(image)  # 对最后一轴做线性变换，每一步都用同一个 W / one W for every step
    last, _, _ = keras.layers.LSTM(HIDDEN, unit_forget_bias=True, return_state=True, name="lstm")(rows)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #
