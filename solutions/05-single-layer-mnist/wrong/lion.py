# verdict: failed score=14 diagnosis=not-adam
# Lion moves every weight by the learning rate, as Adam does at first, and goes on like that when gradients fade.

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = keras.layers.Dense(FEATURES)(image)
    last, _, _ = keras.layers.LSTM(HIDDEN, return_state=True, name="lstm")(rows)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Lion(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #
