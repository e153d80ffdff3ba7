# verdict: passed score=full diagnosis=-
# backend: tensorflow

    # ********** Begin build_model ********** #
    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.widen = keras.layers.Dense(FEATURES)
            self.lstm = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.head = keras.layers.Dense(CLASSES)

        def states(self, images):
            outputs, h, c = self.lstm(self.widen(images))
            return h, c, outputs

        def call(self, images, training=False):
            return self.head(self.states(images)[2][:, -1])

    return Reader()
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(learning_rate=LEARNING_RATE)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(10_000).repeat().batch(BATCH)

    @tf.function
    def update(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    model(images[:1])
    optimizer.build(model.trainable_variables)
    for step, (x, y) in enumerate(data.take(iterations), 1):
        loss = update(x, y)
        if step % 5 == 0:
            report(step=step, loss=loss)
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    h, c, _ = model.states(images)
    return h, c
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return keras.ops.convert_to_numpy(keras.ops.argmax(model(images, training=False), axis=-1))
    # ********** End predict ********** #
