# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    cell = keras.layers.LSTMCell(HIDDEN)
    last, h, c = keras.layers.RNN(cell, return_state=True)(keras.layers.Dense(FEATURES)(image))
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.state = keras.Model(image, [h, c])
    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    for step in range(1, iterations + 1):
        batch = np.random.randint(0, len(images), BATCH)
        report(step=step, loss=model.train_on_batch(images[batch], labels[batch]))
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    return tuple(model.state.predict(images, verbose=0))
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return np.argmax(model.predict_on_batch(images), axis=1)
    # ********** End predict ********** #
