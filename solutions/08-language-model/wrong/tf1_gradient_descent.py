# verdict: failed score=15 diagnosis=sgd-for-adam
# GradientDescentOptimizer, as in the oldest tutorials.
# dialect: tf1

    # ********** Begin build_model ********** #
    ids = tf.placeholder(tf.int32, [None, None])
    targets = tf.placeholder(tf.int32, [None, None])
    embeddings = tf.get_variable("embeddings", [vocabulary, EMBEDDING])
    cell = rnn.BasicLSTMCell(HIDDEN)
    start = cell.zero_state(tf.shape(ids)[0], tf.float32)  # 要传状态，就喂给它 / to carry a state on, feed this
    inputs = tf.nn.embedding_lookup(embeddings, ids)
    outputs, final = tf.nn.dynamic_rnn(cell, inputs, initial_state=start)
    logits = tf.layers.dense(outputs, vocabulary)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=logits))
    train_op = tf.train.GradientDescentOptimizer(LEARNING_RATE).minimize(loss)
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return Model(session, ids, logits, targets=targets, start=start, final=final, loss=loss, train_op=train_op)
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    inputs, targets = make_batches(ids, batch, steps)
    step = 0
    for _ in range(epochs):
        carried = {}  # 不喂状态，就从全零开始 / where no state is fed, it is zeros
        for x, y in zip(inputs, targets, strict=True):
            feed = {model.ids: x, model.targets: y, **carried}
            _, loss, final = model.session.run([model.train_op, model.loss, model.final], feed)
            carried = {model.start: final}
            step += 1
            if step % 10 == 0:
                report(step=step, loss=loss)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #
