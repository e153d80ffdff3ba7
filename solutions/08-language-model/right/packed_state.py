# verdict: passed score=full diagnosis=-
# h and c side by side in one array; an RNN around a cell; one-hot targets, and a loss for each output.

    # ********** Begin build_model ********** #
    ids, packed = keras.Input((None,), dtype="int32"), keras.Input((2 * HIDDEN,))
    rnn = keras.layers.RNN(keras.layers.LSTMCell(HIDDEN), return_sequences=True, return_state=True)
    embedded = keras.layers.Embedding(vocabulary, EMBEDDING, name="embedding")(ids)
    outputs, h, c = rnn(embedded, initial_state=[packed[:, :HIDDEN], packed[:, HIDDEN:]])
    logits = keras.layers.Dense(vocabulary, name="logits")(outputs)
    model = keras.Model([ids, packed], [logits, keras.layers.Concatenate()([h, c])])
    crossentropy = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(LEARNING_RATE), [crossentropy, None])
    return model
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    packed = np.zeros((len(ids), 2 * HIDDEN)) if state is None else np.hstack(state)
    logits, packed = model.predict_on_batch([ids, packed])
    return logits, tuple(np.split(packed, 2, axis=1))
    # ********** End run ********** #

    # ********** Begin train ********** #
    for _ in range(epochs):
        state = None
        for x, y in zip(*make_batches(ids, batch, steps), strict=True):
            _, ahead = run(model, x, state)
            packed = np.zeros((batch, 2 * HIDDEN)) if state is None else np.hstack(state)
            model.train_on_batch([x, packed], [np.eye(model.output_shape[0][-1])[y], packed])
            state = ahead
    # ********** End train ********** #

    # ********** Begin sample ********** #
    gumbel = -np.log(-np.log(np.random.uniform(size=np.shape(logits))))
    return np.argmax(np.asarray(logits, float) / temperature + gumbel, axis=-1)
    # ********** End sample ********** #
