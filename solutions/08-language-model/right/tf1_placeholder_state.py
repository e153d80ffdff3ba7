# verdict: passed score=full diagnosis=-
# The state in one placeholder (2, batch, 128), time first inside, one-hot targets, drawing by tf.multinomial.
# dialect: tf1

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    streams = ids[: batch * windows * steps].reshape(batch, -1)
    nexts = ids[1 : batch * windows * steps + 1].reshape(batch, -1)
    inputs = np.array([streams[:, i * steps : (i + 1) * steps] for i in range(windows)])
    targets = np.array([nexts[:, i * steps : (i + 1) * steps] for i in range(windows)])
    return inputs, targets
    # ********** End make_batches ********** #

    # ********** Begin perplexity ********** #
    with tf.Graph().as_default(), tf.Session() as sess:
        kept = tf.not_equal(targets, PAD)
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=tf.boolean_mask(targets, kept), logits=tf.boolean_mask(logits, kept)
        )
        return float(sess.run(tf.exp(tf.reduce_mean(losses))))
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #
    X = tf.placeholder(tf.int32, [None, None])
    Y = tf.placeholder(tf.int32, [None, None])
    init_state = tf.placeholder(tf.float32, [2, None, HIDDEN])
    W = tf.Variable(tf.truncated_normal([HIDDEN, vocabulary], stddev=0.1))
    b = tf.Variable(tf.zeros([vocabulary]))
    table = tf.Variable(tf.random_uniform([vocabulary, EMBEDDING], -0.1, 0.1))
    cell = tf.nn.rnn_cell.LSTMCell(HIDDEN, initializer=tf.orthogonal_initializer(), forget_bias=1.0)
    rows = tf.gather(table, tf.transpose(X))
    outputs, (last_c, last_h) = tf.nn.dynamic_rnn(
        cell, rows, initial_state=rnn.LSTMStateTuple(init_state[0], init_state[1]), time_major=True
    )
    flat = tf.reshape(tf.transpose(outputs, [1, 0, 2]), [-1, HIDDEN])
    pred = tf.matmul(flat, W) + b
    logits = tf.reshape(pred, [tf.shape(X)[0], tf.shape(X)[1], vocabulary])
    one_hot = tf.one_hot(tf.reshape(Y, [-1]), vocabulary)
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(logits=pred, labels=one_hot))
    optimizer = tf.train.AdamOptimizer(learning_rate=LEARNING_RATE, epsilon=1e-7)
    train_op = optimizer.apply_gradients(optimizer.compute_gradients(cost))
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    return Model(sess, X, logits, Y=Y, init_state=init_state, last_state=tf.stack([last_c, last_h]), train_op=train_op)
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    if state is None:
        state = (np.zeros((len(ids), HIDDEN)),) * 2
    h, c = state
    feed_dict = {model.ids: ids, model.init_state: np.stack([c, h])}
    c, h = model.last_state.eval(feed_dict)
    return model.logits.eval(feed_dict), (h, c)
    # ********** End run ********** #

    # ********** Begin train ********** #
    inputs, targets = make_batches(ids, batch, steps)
    for _ in range(epochs):
        last = np.zeros((2, batch, HIDDEN))
        for i in range(len(inputs)):
            feed_dict = {model.ids: inputs[i], model.Y: targets[i], model.init_state: last}
            _, last = model.session.run([model.train_op, model.last_state], feed_dict)
    # ********** End train ********** #

    # ********** Begin sample ********** #
    with tf.Graph().as_default(), tf.Session() as sess:
        return sess.run(tf.multinomial(tf.constant(logits / temperature), 1))[:, 0]
    # ********** End sample ********** #

    # ********** Begin generate ********** #

    def draw(scores):
        p = np.exp((scores - scores.max()) / temperature)
        return np.random.choice(len(p), p=p / p.sum())

    state = None
    for character in prompt:
        logits, state = run(model, [[character]], state)
    written = np.zeros(length, int)
    for i in range(length):
        written[i] = draw(logits[0, -1].astype(float))
        logits, state = run(model, [[written[i]]], state)
    return written
    # ********** End generate ********** #
