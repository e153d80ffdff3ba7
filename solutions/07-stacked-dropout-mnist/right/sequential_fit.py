# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    return keras.Sequential(
        [
            keras.Input((STEPS, PIXELS)),
            keras.layers.LSTM(HIDDEN, return_sequences=True),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(HIDDEN),
            keras.layers.Dropout(0.5),
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
    print("training", iterations, "iterations")
    model.fit(batches(), steps_per_epoch=iterations, epochs=1, verbose=2, callbacks=[Curve()])
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    def run(layer, inputs):
        copy = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
        copy.build(inputs.shape)
        copy.set_weights(layer.get_weights())
        return copy(inputs)

    first, second = [layer for layer in model.layers if isinstance(layer, keras.layers.LSTM)]
    outputs, h1, c1 = run(first, images)
    outputs, h2, c2 = run(second, outputs)
    h1, c1, h2, c2, outputs = map(keras.ops.convert_to_numpy, (h1, c1, h2, c2, outputs))
    return ((h1, c1), (h2, c2)), outputs
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return [int(row.argmax()) for row in keras.ops.convert_to_numpy(model(images))]
    # ********** End predict ********** #
