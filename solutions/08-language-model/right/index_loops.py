# verdict: passed score=full diagnosis=-
# backend: tensorflow
# Loops and counters; states as inputs and outputs of a functional model; apply_gradients.


    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    inputs = np.zeros((windows, batch, steps), dtype=int)
    targets = np.zeros((windows, batch, steps), dtype=int)
    for w in range(windows):
        for b in range(batch):
            for t in range(steps):
                position = b * windows * steps + w * steps + t
                inputs[w][b][t] = ids[position]
                targets[w][b][t] = ids[position + 1]
    return inputs, targets
    # ********** End make_batches ********** #


    # ********** Begin ngram ********** #
    table = np.full((vocabulary,) * order, float(k))
    for i in range(len(ids) - order + 1):
        table[tuple(ids[i:i + order])] += 1
    return table / table.sum(axis=-1, keepdims=True)
    # ********** End ngram ********** #


    # ********** Begin perplexity ********** #
    total, number = 0.0, 0
    flat = np.reshape(logits, (-1, np.shape(logits)[-1])).astype(float)
    for z, target in zip(flat, np.ravel(targets)):
        if target == PAD:
            continue
        z = z - z.max()
        total -= z[target] - np.log(np.sum(np.exp(z)))
        number += 1
    return float(np.exp(total / number))
    # ********** End perplexity ********** #


    # ********** Begin build_model ********** #
    ids = keras.Input((None,), dtype="int32")
    h0 = keras.Input((HIDDEN,))
    c0 = keras.Input((HIDDEN,))
    x = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    y, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)(x, initial_state=[h0, c0])
    return keras.Model([ids, h0, c0], [keras.layers.Dense(vocabulary)(y), h, c])
    # ********** End build_model ********** #


    # ********** Begin run ********** #
    ids = np.asarray(ids)
    if state is None:
        state = (np.zeros((len(ids), HIDDEN), "float32"), np.zeros((len(ids), HIDDEN), "float32"))
    logits, h, c = model([ids, state[0], state[1]], training=False)
    return np.asarray(logits), (np.asarray(h), np.asarray(c))
    # ********** End run ********** #


    # ********** Begin train ********** #
    import tensorflow as tf
    adam = keras.optimizers.Adam(learning_rate=LEARNING_RATE)
    adam.build(model.trainable_variables)

    @tf.function(reduce_retracing=True)
    def update(x, y, h, c):
        with tf.GradientTape() as tape:
            logits, h, c = model([x, h, c], training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
        adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        return loss, h, c

    inputs, targets = make_batches(ids, batch, steps)
    for epoch in range(epochs):
        h = c = tf.zeros((batch, HIDDEN))
        for w in range(len(inputs)):
            loss, h, c = update(tf.constant(inputs[w]), tf.constant(targets[w]), h, c)
            if w % 50 == 0:
                report(step=w, loss=float(loss))
    # ********** End train ********** #


    # ********** Begin sample ********** #
    z = np.asarray(logits, dtype=float) / temperature
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=1, keepdims=True)
    return np.array([np.random.choice(len(row), p=row) for row in p])
    # ********** End sample ********** #


    # ********** Begin generate ********** #
    logits, state = run(model, np.asarray(prompt)[None])
    written = []
    for n in range(length):
        character = sample(logits[:, -1], temperature)[0]
        written.append(int(character))
        if n + 1 < length:
            logits, state = run(model, np.array([[character]]), state)
    return np.array(written)
    # ********** End generate ********** #
