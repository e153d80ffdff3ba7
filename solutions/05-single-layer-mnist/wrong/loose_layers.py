# verdict: raised score=0 diagnosis=layers-not-in-a-list
# Sequential is given its layers one by one.

    # ********** Begin build_model ********** #
    model = keras.Sequential(
        keras.Input((STEPS, PIXELS)), keras.layers.Dense(FEATURES), keras.layers.LSTM(HIDDEN), keras.layers.Dense(CLASSES)
    )
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model
    # ********** End build_model ********** #
