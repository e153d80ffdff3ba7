# verdict: passed score=full diagnosis=-
# backend: tensorflow
# The state lives in two tf.Variables, set to zero at each epoch; the loss is masked by hand.

    # ********** Begin make_batches ********** #
    total = (len(ids) - 1) // (batch * steps) * batch * steps
    length, size = total // batch, ids.strides[0]
    streams = np.lib.stride_tricks.as_strided(ids, (batch, length + 1), (length * size, size))
    x, y = streams[:, :-1].copy(), streams[:, 1:].copy()
    return [x.reshape(batch, -1, steps).transpose(1, 0, 2), y.reshape(batch, -1, steps).transpose(1, 0, 2)]
    # ********** End make_batches ********** #

    # ********** Begin build_model ********** #
    ids = keras.Input((None,), dtype="int32")
    h0, c0 = keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    x = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    x, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)(x, initial_state=[h0, c0])
    return keras.Model([ids, h0, c0], [keras.layers.Dense(vocabulary)(x), h, c])
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    rows = len(ids)
    h, c = (np.zeros((rows, HIDDEN), "float32"), np.zeros((rows, HIDDEN), "float32")) if state is None else state
    return (lambda out: (out[0], (out[1], out[2])))(model.predict_on_batch([ids, np.asarray(h), np.asarray(c)]))
    # ********** End run ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    h, c = (tf.Variable(tf.zeros((batch, HIDDEN)), trainable=False) for _ in range(2))
    optimizer = keras.optimizers.Adam(learning_rate=LEARNING_RATE, beta_1=0.9, beta_2=0.999, epsilon=1e-7)
    optimizer.build(model.trainable_variables)

    @tf.function
    def update(x, y):
        with tf.GradientTape() as tape:
            logits, new_h, new_c = model([x, h.read_value(), c.read_value()])
            each = keras.losses.sparse_categorical_crossentropy(tf.maximum(y, 0), logits, from_logits=True)
            mask = tf.cast(tf.not_equal(y, PAD), tf.float32)
            loss = tf.reduce_sum(each * mask) / tf.reduce_sum(mask)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        h.assign(new_h)
        c.assign(new_c)
        return loss

    x, y = make_batches(ids, batch, steps)
    for _ in range(epochs):
        h.assign(tf.zeros_like(h))
        c.assign(tf.zeros_like(c))
        for n in range(len(x)):
            update(tf.convert_to_tensor(x[n], tf.int32), tf.convert_to_tensor(y[n], tf.int32))
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
