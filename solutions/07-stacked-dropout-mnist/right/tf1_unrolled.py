# verdict: passed score=full diagnosis=-
# As the tutorials write it: a MultiRNNCell stepped by hand in a variable_scope, one-hot labels, weights of its own.
# dialect: tf1

    # ********** Begin build_model ********** #
    images = tf.placeholder(tf.float32, [None, STEPS, PIXELS])
    y = tf.placeholder(tf.float32, [None, CLASSES])
    keep_prob = tf.placeholder(tf.float32, [])
    batch_size = tf.shape(images)[0]

    cells = []
    for _ in range(2):
        lstm_cell = rnn.BasicLSTMCell(num_units=HIDDEN, forget_bias=1.0, state_is_tuple=True)
        cells.append(rnn.DropoutWrapper(cell=lstm_cell, input_keep_prob=1.0, output_keep_prob=keep_prob))
    mlstm_cell = rnn.MultiRNNCell(cells, state_is_tuple=True)
    state = mlstm_cell.zero_state(batch_size, dtype=tf.float32)
    outputs = list()
    with tf.variable_scope("RNN"):
        for timestep in range(STEPS):
            if timestep > 0:
                tf.get_variable_scope().reuse_variables()
            cell_output, state = mlstm_cell(images[:, timestep, :], state)
            outputs.append(cell_output)
    h_state = outputs[-1]
    W = tf.Variable(tf.truncated_normal([HIDDEN, CLASSES], stddev=0.1), dtype=tf.float32)
    bias = tf.Variable(tf.constant(0.1, shape=[CLASSES]), dtype=tf.float32)
    logits = tf.matmul(h_state, W) + bias
    cross_entropy = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(cross_entropy)
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    sess = tf.Session(config=config)
    sess.run(tf.global_variables_initializer())
    outputs = tf.stack(outputs, axis=1)
    return Model(sess, images, keep_prob, logits, y=y, train_op=train_op, state=state, outputs=outputs)
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    one_hot = np.eye(CLASSES)[labels]
    for i in range(iterations):
        chosen = np.random.choice(len(images), BATCH)
        model.train_op.run({model.images: images[chosen], model.y: one_hot[chosen], model.keep_prob: KEEP})
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    feed = {model.images: images, model.keep_prob: 1.0}
    states = [(state.h.eval(feed), state.c.eval(feed)) for state in model.state]
    return states, model.outputs.eval(feed)
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return tf.argmax(model.logits, 1).eval({model.images: images, model.keep_prob: 1.0})
    # ********** End predict ********** #
