# verdict: failed score=15 diagnosis=learns-nothing

    # ********** Begin train ********** #
    for step in range(1, iterations + 1):
        images = np.random.permutation(images)  # the labels stay where they were
        loss, accuracy = model.train_on_batch(images[:BATCH], labels[:BATCH])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #
