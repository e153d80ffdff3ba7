# verdict: failed score=19 diagnosis=dropout-not-in-train
# backend: tensorflow
# A tape around model(x): Keras takes that for prediction, and dropout never acts.

    # ********** Begin build_model ********** #
    class TwoLayers(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = keras.layers.Dense(CLASSES)
            self.drop = keras.layers.Dropout(1 - KEEP)
            self.layers_ = [keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True) for _ in range(2)]

        def states(self, images, training=False):
            states, outputs = [], images
            for layer in self.layers_:
                raw, h, c = layer(outputs, training=training)
                states.append((h, c))
                outputs = self.drop(raw, training=training)
            return states, raw, outputs

        def call(self, images, training=False):
            return self.head(self.states(images, training)[2][:, -1])

    return TwoLayers()
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(10_000).repeat().batch(BATCH)

    @tf.function
    def update(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    model(images[:1])
    optimizer.build(model.trainable_variables)
    for step, (x, y) in enumerate(data.take(iterations), 1):
        loss = update(x, y)
        if step % 5 == 0:
            report(step=step, loss=loss)
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    states, outputs, _ = model.states(images)
    return states, outputs
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return np.array(keras.ops.argmax(model(images, training=False), axis=-1))
    # ********** End predict ********** #
