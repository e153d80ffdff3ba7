# verdict: failed score=8 diagnosis=pixels-rescaled
# A Rescaling layer, as for images of 0 to 255.

    # ********** Begin build_model ********** #
    model = keras.Sequential(
        [
            keras.Input((STEPS, PIXELS)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Dense(FEATURES),
            keras.layers.LSTM(HIDDEN),
            keras.layers.Dense(CLASSES),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    for _ in range(iterations):
        batch = np.random.randint(len(images), size=BATCH)
        model.train_on_batch(images[batch], labels[batch])
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    x = images
    for layer in model.layers[:-2]:
        x = layer(x)
    _, h, c = keras.layers.RNN(model.layers[-2].cell, return_state=True)(x)
    return h, c
    # ********** End final_state ********** #
