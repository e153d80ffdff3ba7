# verdict: failed score=15 diagnosis=same-batch-again

    # ********** Begin train ********** #
    for step in range(1, iterations + 1):
        loss, accuracy = model.train_on_batch(images[:BATCH], labels[:BATCH])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #
