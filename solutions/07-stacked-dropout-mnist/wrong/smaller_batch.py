# verdict: failed score=18 diagnosis=batch-size-off
# Eight images too few for each update.

    # ********** Begin train ********** #
    for step in range(iterations):
        batch = np.random.randint(len(images), size=BATCH - 8)
        model.train_on_batch(images[batch], labels[batch])
    # ********** End train ********** #
