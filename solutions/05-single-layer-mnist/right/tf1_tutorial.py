# verdict: passed score=full diagnosis=-
# As the tutorials write it: dicts of weights, two reshapes, one-hot labels, outputs transposed and unstacked.
# dialect: tf1

    # ********** Begin build_model ********** #
    images = tf.placeholder(tf.float32, [None, STEPS, PIXELS])
    y = tf.placeholder(tf.float32, [None, CLASSES])
    batch_size = tf.shape(images)[0]
    weights = {
        "in": tf.Variable(tf.random_normal([PIXELS, FEATURES], stddev=0.1)),
        "out": tf.Variable(tf.random_normal([HIDDEN, CLASSES], stddev=0.1)),
    }
    biases = {
        "in": tf.Variable(tf.constant(0.1, shape=[FEATURES])),
        "out": tf.Variable(tf.constant(0.1, shape=[CLASSES])),
    }
    X = tf.reshape(images, [-1, PIXELS])
    X_in = tf.reshape(tf.matmul(X, weights["in"]) + biases["in"], [-1, STEPS, FEATURES])
    cell = tf.nn.rnn_cell.BasicLSTMCell(HIDDEN, forget_bias=1.0, state_is_tuple=True)
    init_state = cell.zero_state(batch_size, dtype=tf.float32)
    outputs, final = tf.nn.dynamic_rnn(cell, X_in, initial_state=init_state, time_major=False)
    outputs = tf.unstack(tf.transpose(outputs, [1, 0, 2]), num=STEPS)
    pred = tf.matmul(outputs[-1], weights["out"]) + biases["out"]
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=pred, labels=y))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(cost)
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    return Model(sess, images, pred, y=y, train_op=train_op, final=final)
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    one_hot = np.eye(CLASSES)[labels]
    for _ in range(iterations):
        batch = np.random.choice(len(images), BATCH)
        model.session.run(model.train_op, feed_dict={model.images: images[batch], model.y: one_hot[batch]})
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    c, h = model.session.run(model.final, {model.images: images})
    return h, c
    # ********** End final_state ********** #

    # ********** Begin predict ********** #
    return tf.argmax(model.logits, 1).eval({model.images: images})
    # ********** End predict ********** #
