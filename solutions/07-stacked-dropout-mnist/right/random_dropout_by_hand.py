# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    class Stack(keras.Model):
        def __init__(self):
            super().__init__()
            self.first = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.second = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.out = keras.layers.Dense(CLASSES)
            self.seeds = keras.random.SeedGenerator()

        def drop(self, x, training):
            if not training:
                return x
            kept = keras.random.uniform(keras.ops.shape(x), seed=self.seeds) < KEEP
            return keras.ops.where(kept, x / KEEP, 0.0)

        def run(self, images, training=False):
            x, h1, c1 = self.first(images)
            y, h2, c2 = self.second(self.drop(x, training))
            return ((h1, c1), (h2, c2)), y

        def call(self, images, training=False):
            _, y = self.run(images, training)
            return self.out(self.drop(y[:, -1], training))

    model = Stack()
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE),
        loss=lambda y, z: keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True),
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    rng = np.random.default_rng()
    for step in range(1, iterations + 1):
        batch = rng.choice(len(images), BATCH, replace=False)
        report(step=step, loss=model.train_on_batch(images[batch], labels[batch]))
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    return model.run(images)
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return keras.ops.argmax(model(images), axis=1)
    # ********** End predict ********** #
