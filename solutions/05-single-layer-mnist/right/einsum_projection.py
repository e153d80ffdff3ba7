# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    class Projection(keras.layers.Layer):
        def build(self, shape):
            self.w = self.add_weight(name="w_in", shape=(shape[-1], FEATURES), initializer="glorot_uniform")
            self.b = self.add_weight(name="b_in", shape=(FEATURES,), initializer="zeros")

        def call(self, x):
            return keras.ops.einsum("btp,pf->btf", x, self.w) + self.b

        def compute_output_shape(self, shape):
            return (*shape[:-1], FEATURES)

    image = keras.Input((STEPS, PIXELS))
    last, h, c = keras.layers.LSTM(HIDDEN, return_state=True, name="lstm")(Projection()(image))
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    rng = np.random.default_rng()
    for step in range(iterations):
        batch = rng.choice(len(images), BATCH, replace=False)
        loss = model.train_on_batch(images[batch], labels[batch])
        report(step=step + 1, loss=loss)
    # ********** End train ********** #
