# verdict: passed score=full diagnosis=-
# backend: tensorflow
# A subclass that takes the state, built when first called; an update written with tf.function.

    # ********** Begin ngram ********** #
    from collections import Counter

    seen = Counter(tuple(int(c) for c in ids[i : i + order]) for i in range(len(ids) - order + 1))
    table = np.zeros((vocabulary,) * order)
    for key, count in seen.items():
        table[key] = count
    table = table + k
    return table / table.sum(-1)[..., None]
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    total, count = 0.0, 0
    flat, wanted = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    for row, target in zip(flat, wanted, strict=True):
        if target == PAD:
            continue
        total += np.logaddexp.reduce(row) - row[target]
        count += 1
    return np.exp(total / count)
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #
    class LanguageModel(keras.Model):
        def __init__(self):
            super().__init__()
            self.embed = keras.layers.Embedding(vocabulary, EMBEDDING)
            self.lstm = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.out = keras.layers.Dense(vocabulary)

        def call(self, ids, state=None):
            x, h, c = self.lstm(self.embed(ids), initial_state=state)
            return self.out(x), h, c

    return LanguageModel()
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    if state is not None:
        state = [keras.ops.convert_to_tensor(part) for part in state]
    logits, h, c = model(ids, state)
    return logits, (h, c)
    # ********** End run ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    adam = keras.optimizers.Adam(learning_rate=LEARNING_RATE)
    zero = tf.zeros((batch, HIDDEN))
    model(np.zeros((batch, steps), "int32"), [zero, zero])

    @tf.function(reduce_retracing=True)
    def update(x, y, state):
        with tf.GradientTape() as tape:
            logits, h, c = model(x, [tf.stop_gradient(s) for s in state])
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
        adam.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss, (h, c)

    inputs, targets = make_batches(ids, batch, steps)
    for _ in range(epochs):
        state = (zero, zero)
        for x, y in zip(inputs, targets, strict=True):
            loss, state = update(tf.convert_to_tensor(x), tf.convert_to_tensor(y), state)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #
    logits, state = run(model, prompt[None])
    written = []
    for _ in range(length):
        written.append(sample(np.asarray(logits)[:, -1], temperature)[0])
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #
