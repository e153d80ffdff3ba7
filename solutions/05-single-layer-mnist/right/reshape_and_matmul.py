# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    class Unfolded(keras.Model):
        # W 乘以所有图的所有行，再折回去 / all rows of all images at once, then folded back
        def __init__(self):
            super().__init__()
            self.w_in = self.add_weight(name="w_in", shape=(PIXELS, FEATURES), initializer="glorot_uniform")
            self.b_in = self.add_weight(name="b_in", shape=(FEATURES,), initializer="zeros")
            self.lstm = keras.layers.LSTM(HIDDEN, return_state=True)
            self.w_out = self.add_weight(name="w_out", shape=(HIDDEN, CLASSES), initializer="glorot_uniform")
            self.b_out = self.add_weight(name="b_out", shape=(CLASSES,), initializer="zeros")

        def state(self, images):
            rows = keras.ops.matmul(keras.ops.reshape(images, (-1, PIXELS)), self.w_in) + self.b_in
            return self.lstm(keras.ops.reshape(rows, (-1, STEPS, FEATURES)))

        def call(self, images):
            return keras.ops.matmul(self.state(images)[0], self.w_out) + self.b_out

    model = Unfolded()
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=lambda y, z: keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True),
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    order = np.random.permutation(np.resize(np.arange(len(images)), iterations * BATCH))
    model.fit(images[order], labels[order], batch_size=BATCH, epochs=1, shuffle=False, verbose=0)
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    _, h, c = model.state(images)
    return keras.ops.convert_to_numpy(h), keras.ops.convert_to_numpy(c)
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return model.predict(images, verbose=0).argmax(1)
    # ********** End predict ********** #
