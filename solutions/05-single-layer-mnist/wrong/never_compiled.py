# verdict: raised score=12 diagnosis=model-not-compiled
# The model is trained without an optimizer and a loss.

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    rows = keras.layers.Dense(FEATURES)(image)
    last, _, _ = keras.layers.LSTM(HIDDEN, return_state=True, name="lstm")(rows)
    return keras.Model(image, keras.layers.Dense(CLASSES)(last))
    # ********** End build_model ********** #
