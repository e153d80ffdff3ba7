# verdict: failed score=14 diagnosis=number-of-updates
# As many updates as asked for where these are few, and three times as many where they are not.

    # ********** Begin train ********** #
    for step in range(iterations if iterations < 25 else 3 * iterations):
        batch = np.random.randint(len(images), size=BATCH)
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #
