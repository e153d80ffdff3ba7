# verdict: timeout score=12 diagnosis=built-in-a-loop
# The model is compiled anew for each image of a batch.

    # ********** Begin train ********** #
    for step in range(iterations):
        for k in np.random.randint(len(images), size=BATCH):
            model.compile(
                optimizer=keras.optimizers.Adam(LEARNING_RATE),
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            )
            loss = model.train_on_batch(images[k : k + 1], labels[k : k + 1])
        report(step=step, loss=loss)
    # ********** End train ********** #
