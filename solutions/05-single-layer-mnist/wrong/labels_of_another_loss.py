# verdict: raised score=12 diagnosis=labels-in-another-form
# Class numbers, and the loss for one-hot rows.

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = keras.layers.Dense(FEATURES)(image)
    last, _, _ = keras.layers.LSTM(HIDDEN, return_state=True, name="lstm")(rows)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.CategoricalCrossentropy(from_logits=True))
    return model
    # ********** End build_model ********** #
