# verdict: raised score=0 diagnosis=matrix-sizes,shared-layer

    # ********** Begin build_model ********** #
    cells = [keras.layers.LSTMCell(HIDDEN)] * 2
    model = keras.Sequential([
        keras.Input((STEPS, PIXELS)),
        keras.layers.RNN(keras.layers.StackedRNNCells(cells)),
        keras.layers.Dropout(1 - KEEP),
        keras.layers.Dense(CLASSES),
    ])
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model
    # ********** End build_model ********** #

    # ********** Begin train ********** #
    order = np.random.permutation(len(images))
    start = 0
    for step in range(1, iterations + 1):
        if start + BATCH > len(order):  # 一轮看完，重新洗牌 / one pass is over: shuffle again
            order, start = np.random.permutation(len(images)), 0
        batch = order[start : start + BATCH]
        start += BATCH
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    stacked = model.layers[0].cell
    states, outputs = stacked.get_initial_state(batch_size=len(images)), []
    for step in range(STEPS):
        x, states = stacked(images[:, step], states)
        outputs.append(x)
    return [tuple(state) for state in states], keras.ops.stack(outputs, axis=1)
    # ********** End layer_states ********** #
