# verdict: raised score=0 diagnosis=layer-reads-sequences
# The first layer hands only its last output up.

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    outputs = keras.layers.LSTM(HIDDEN, name="lstm1")(image)
    outputs = keras.layers.Dropout(1 - KEEP)(outputs)
    outputs = keras.layers.LSTM(HIDDEN, name="lstm2")(outputs)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(keras.layers.Dropout(1 - KEEP)(outputs)))
    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model
    # ********** End build_model ********** #
