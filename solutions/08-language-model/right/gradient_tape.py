# verdict: passed score=full diagnosis=-
# backend: tensorflow
# States as inputs and outputs of a functional model, GradientTape in a tf.function.

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    inputs = np.zeros((windows, batch, steps), dtype=np.asarray(ids).dtype)
    targets = np.zeros_like(inputs)
    for w in range(windows):
        for b in range(batch):
            start = b * windows * steps + w * steps
            inputs[w, b] = ids[start : start + steps]
            targets[w, b] = ids[start + 1 : start + steps + 1]
    return inputs, targets
    # ********** End make_batches ********** #

    # ********** Begin build_model ********** #
    ids = keras.Input((None,), dtype="int32")
    h0, c0 = keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    x = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    x, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)(x, initial_state=[h0, c0])
    return keras.Model([ids, h0, c0], [keras.layers.Dense(vocabulary)(x), h, c])
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    if state is None:
        state = [np.zeros((len(ids), HIDDEN), "float32")] * 2
    logits, h, c = model([keras.ops.convert_to_tensor(each) for each in (ids, *state)])
    return logits, (h, c)
    # ********** End run ********** #

    # ********** Begin train ********** #
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def update(x, y, h, c):
        with tf.GradientTape() as tape:
            logits, h, c = model([x, h, c], training=True)
            loss = loss_of(y, logits)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss, h, c

    inputs, targets = make_batches(np.asarray(ids, "int32"), batch, steps)
    for epoch in range(epochs):
        h = c = tf.zeros((batch, HIDDEN))
        for number in range(len(inputs)):
            loss, h, c = update(tf.constant(inputs[number]), tf.constant(targets[number]), h, c)
            if number % 20 == 0:
                report(step=epoch * len(inputs) + number, loss=float(loss))
    # ********** End train ********** #

    # ********** Begin sample ********** #
    noise = np.random.gumbel(size=np.shape(logits))  # the largest of scores plus Gumbel noise is a draw of softmax
    return np.argmax(np.asarray(logits, "float64") / temperature + noise, axis=-1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #
    logits, state = run(model, prompt[None])
    written = []
    for _ in range(length):
        written.append(sample(np.asarray(logits)[:, -1], temperature)[0])
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #
