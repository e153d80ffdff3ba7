# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS), name="image")
    rows = keras.layers.TimeDistributed(keras.layers.Dense(FEATURES))(image)
    outputs, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="reader")(rows)
    last = keras.layers.Lambda(lambda x: x[:, -1, :])(outputs)
    model = keras.Model(image, keras.layers.Dense(CLASSES, activation=None)(last))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["acc"])  # 0.001
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    def batches():
        while True:
            yield from np.random.permutation(len(images))[: len(images) // BATCH * BATCH].reshape(-1, BATCH)

    for _, batch in zip(range(iterations), batches(), strict=False):
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
    report(step=iterations, loss=loss, accuracy=accuracy)
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    layer = model.get_layer("reader")
    return [keras.ops.convert_to_numpy(state) for state in keras.Model(model.inputs, layer.output[1:])(images)]
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    parts = np.array_split(images, max(1, len(images) // 500))
    scores = [keras.ops.convert_to_numpy(model(part, training=False)) for part in parts]
    return np.concatenate(scores).argmax(-1).astype(np.int32)
    # ********** End predict ********** #
