# verdict: passed score=full diagnosis=-
# backend: tensorflow

    # ********** Begin build_model ********** #
    class Trainer(keras.Model):
        def train_step(self, data):
            import tensorflow as tf

            x, y = data
            with tf.GradientTape() as tape:
                z = self(x, training=True)
                loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z))
            self.optimizer.apply(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
            return {"loss": loss}

    image = keras.Input((STEPS, PIXELS))
    x = keras.layers.LSTM(HIDDEN, return_sequences=True, name="first")(image)
    x = keras.layers.TimeDistributed(keras.layers.Dropout(1 - KEEP))(x)
    x = keras.layers.LSTM(HIDDEN, name="second")(x)
    model = Trainer(image, keras.layers.Dense(CLASSES)(keras.layers.Dropout(1 - KEEP)(x)))
    model.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE))
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(len(images)).repeat().batch(BATCH)
    history = model.fit(data, steps_per_epoch=iterations, epochs=1, verbose=0)
    report(step=iterations, loss=history.history["loss"][-1])
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    states, x = [], images
    for name in ("first", "second"):
        layer = model.get_layer(name)
        reader = keras.layers.RNN(layer.cell, return_sequences=True, return_state=True)
        x, h, c = reader(x)
        states.append((h, c))
    return states, x
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return np.array([int(np.argmax(scores)) for scores in model.predict_on_batch(images)])
    # ********** End predict ********** #
