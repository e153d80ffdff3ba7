# verdict: raised score=0 diagnosis=shared-layer
# One cell twice: the second layer would need weights of another shape.
# dialect: tf1

    # ********** Begin build_model ********** #
    images = tf.placeholder(tf.float32, [None, STEPS, PIXELS])
    labels = tf.placeholder(tf.int64, [None])
    keep_prob = tf.placeholder(tf.float32, [])

    def layer():
        return rnn.DropoutWrapper(rnn.BasicLSTMCell(HIDDEN), output_keep_prob=keep_prob)

    cell = rnn.MultiRNNCell([layer()] * 2)
    outputs, states = tf.nn.dynamic_rnn(cell, images, dtype=tf.float32)
    logits = tf.layers.dense(outputs[:, -1], CLASSES)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), labels), tf.float32))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(loss)
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return Model(
        session, images, keep_prob, logits,
        labels=labels, states=states, outputs=outputs, loss=loss, accuracy=accuracy, train_op=train_op,
    )
    # ********** End build_model ********** #
