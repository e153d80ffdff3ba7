# verdict: passed score=full diagnosis=-
# backend: tensorflow
# A model of its own with state variables and a train_step; fit feeds it the windows in order.

    # ********** Begin build_model ********** #
    import tensorflow as tf

    class Carrying(keras.Model):
        def __init__(self):
            super().__init__()
            self.embedding = keras.layers.Embedding(vocabulary, EMBEDDING)
            self.lstm = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.dense = keras.layers.Dense(vocabulary)
            self.h = self.add_weight(shape=(batch, HIDDEN), initializer="zeros", trainable=False, name="h")
            self.c = self.add_weight(shape=(batch, HIDDEN), initializer="zeros", trainable=False, name="c")

        def read(self, ids, state):
            x, h, c = self.lstm(self.embedding(ids), initial_state=state)
            return self.dense(x), h, c

        def call(self, ids):
            return self.read(ids, [self.h + 0.0, self.c + 0.0])[0]

        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                logits, h, c = self.read(x, [self.h + 0.0, self.c + 0.0])
                loss = self.compute_loss(y=y, y_pred=logits)
            self.optimizer.apply(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
            self.h.assign(h)
            self.c.assign(c)
            return {"loss": loss}

    model = Carrying()
    model(np.zeros((batch, 1), "int32"))
    return model
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    if state is None:
        state = [np.zeros((ids.shape[0], HIDDEN), dtype="float32") for _ in "hc"]
    logits, h, c = model.read(ids, [keras.ops.convert_to_tensor(part) for part in state])
    return [logits, [h, c]]
    # ********** End run ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    windows = tf.data.Dataset.from_tensor_slices(make_batches(ids, batch, steps))
    for _ in range(epochs):
        model.h.assign(keras.ops.zeros_like(model.h))
        model.c.assign(keras.ops.zeros_like(model.c))
        model.fit(windows, epochs=1, verbose=0)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #
    written = []
    logits, state = run(model, np.reshape(prompt, (1, -1)))
    while True:
        written.append(int(sample(np.asarray(logits[:, -1]), temperature)[0]))
        if len(written) == length:
            return written
        logits, state = run(model, np.array([written[-1:]]), state)
    # ********** End generate ********** #
