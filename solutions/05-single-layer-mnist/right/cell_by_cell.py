# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    class ByHand(keras.Model):
        def __init__(self):
            super().__init__()
            self.inward, self.outward = keras.layers.Dense(FEATURES), keras.layers.Dense(CLASSES)
            self.cell = keras.layers.LSTMCell(HIDDEN)

        def read(self, images):
            h = c = keras.ops.zeros((keras.ops.shape(images)[0], HIDDEN))
            for step in range(STEPS):
                _, (h, c) = self.cell(self.inward(images[:, step]), [h, c])
            return h, c

        def call(self, images):
            return self.outward(self.read(images)[0])

    return ByHand()
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    seen = 0
    while seen < iterations:
        steps = min(len(images) // BATCH, iterations - seen)
        order = np.random.permutation(len(images))[: steps * BATCH]
        history = model.fit(images[order], labels[order], batch_size=BATCH, verbose=0)
        seen += steps
        report(step=seen, loss=history.history["loss"][-1])
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    return model.read(images)
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return keras.ops.argmax(model(images), axis=1)
    # ********** End predict ********** #
