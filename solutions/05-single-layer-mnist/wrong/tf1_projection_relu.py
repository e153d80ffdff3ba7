# verdict: failed score=7 diagnosis=projection-activated,not-trained
# fully_connected applies relu unless told otherwise; no training.
# dialect: tf1

    # ********** Begin build_model ********** #
    images = tf.placeholder(tf.float32, [None, STEPS, PIXELS])
    labels = tf.placeholder(tf.int64, [None])
    rows = tf.contrib.layers.fully_connected(images, FEATURES)  # 对最后一轴做线性变换，每一步都用同一个 W / one W for every step
    outputs, state = tf.nn.dynamic_rnn(rnn.BasicLSTMCell(HIDDEN, forget_bias=1.0), rows, dtype=tf.float32)
    logits = tf.layers.dense(outputs[:, -1], CLASSES)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), labels), tf.float32))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(loss)
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return Model(
        session, images, logits, labels=labels, state=state, loss=loss, accuracy=accuracy, train_op=train_op
    )
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    pass
    # ********** End train ********** #
