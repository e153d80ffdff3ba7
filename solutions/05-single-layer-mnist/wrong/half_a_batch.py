# verdict: failed score=19 diagnosis=batch-size-off
# Batches of half the size.

    # ********** Begin train ********** #
    for step in range(iterations):
        batch = np.random.randint(len(images), size=BATCH // 2)
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        report(step=step + 1, loss=loss, accuracy=accuracy)
    # ********** End train ********** #
