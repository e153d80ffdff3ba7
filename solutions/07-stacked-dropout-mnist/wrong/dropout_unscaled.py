# verdict: failed score=12 diagnosis=dropout-unscaled,not-trained

    # ********** Begin build_model ********** #
    class Drop(keras.layers.Layer):
        def call(self, x, training=False):
            kept = keras.ops.cast(keras.random.uniform(keras.ops.shape(x)) < KEEP, x.dtype)
            return x * kept if training else x

    image = keras.Input((STEPS, PIXELS))
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm1")(image)
    outputs = Drop()(outputs)
    outputs, _, _ = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="lstm2")(outputs)
    last = Drop()(outputs[:, -1])
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #
