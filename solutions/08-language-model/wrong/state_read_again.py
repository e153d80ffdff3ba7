# verdict: failed score=15 diagnosis=state-of-the-new-weights
# The update first, then the state: by weights that have already moved.

    # ********** Begin train ********** #
    # 同样的层、同样的权重，损失只看第一个输出 / the same layers and weights; the loss sees the first output only
    learner = keras.Model(model.inputs, model.outputs[0])
    learner.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    inputs, targets = make_batches(ids, batch, steps)
    for epoch in range(epochs):
        state = np.zeros((2, batch, HIDDEN))
        for number, (x, y) in enumerate(zip(inputs, targets, strict=True)):
            loss = learner.train_on_batch([x, *state], y)
            _, *state = model.predict_on_batch([x, *state])
            if number % 10 == 0:
                report(step=epoch * len(inputs) + number, loss=loss)
    # ********** End train ********** #
