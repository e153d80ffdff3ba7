# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    return keras.Sequential(
        [
            keras.Input((STEPS, PIXELS)),
            keras.layers.Dense(FEATURES),
            keras.layers.LSTM(HIDDEN),
            keras.layers.Dense(CLASSES),
        ]
    )
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    class Curve(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch % 10 == 9:
                report(step=batch + 1, loss=logs["loss"], accuracy=logs["accuracy"])

    def batches():
        while True:
            for batch in np.array_split(np.random.permutation(len(images)), max(1, len(images) // BATCH)):
                yield images[batch[:BATCH]], labels[batch[:BATCH]]

    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(batches(), steps_per_epoch=iterations, epochs=1, verbose=2, callbacks=[Curve()])
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    dense, lstm, _ = model.layers
    copy = keras.layers.LSTM(HIDDEN, return_state=True)
    copy.build((None, STEPS, FEATURES))
    copy.set_weights(lstm.get_weights())
    _, h, c = copy(dense(images))
    return keras.ops.convert_to_numpy(h), keras.ops.convert_to_numpy(c)
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return [int(row.argmax()) for row in keras.ops.convert_to_numpy(model(images))]
    # ********** End predict ********** #
