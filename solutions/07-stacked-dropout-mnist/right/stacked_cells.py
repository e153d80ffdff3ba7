# verdict: passed score=full diagnosis=-

    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    cells = [keras.layers.LSTMCell(HIDDEN), keras.layers.LSTMCell(HIDDEN, dropout=1 - KEEP)]
    # 第二个单元的输入就是第一个单元的输出 / the second cell's input is the first cell's output
    last = keras.layers.RNN(keras.layers.StackedRNNCells(cells))(image)
    logits = keras.layers.Dense(CLASSES)(keras.layers.Dropout(1 - KEEP)(last))
    model = keras.Model(image, logits)
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    for step in range(1, iterations + 1):
        batch = np.random.randint(0, len(images), BATCH)
        loss = model.train_on_batch(images[batch], labels[batch])
        report(step=step, loss=loss)
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    stacked = next(layer for layer in model.layers if isinstance(layer, keras.layers.RNN)).cell
    states = [[keras.ops.zeros((len(images), HIDDEN))] * 2 for _ in range(2)]
    outputs = []
    for step in range(STEPS):
        x = images[:, step]
        for number, cell in enumerate(stacked.cells):
            x, states[number] = cell(x, states[number], training=False)
        outputs.append(x)
    return [tuple(state) for state in states], keras.ops.stack(outputs, axis=1)
    # ********** End layer_states ********** #

    # ********** Begin predict ********** #
    return np.argmax(model.predict_on_batch(images), axis=1)
    # ********** End predict ********** #
