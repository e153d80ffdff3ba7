# verdict: failed score=14 diagnosis=epochs-for-updates
# fit goes through all images as many times as there should be updates.

    # ********** Begin train ********** #
    model.fit(images, labels, batch_size=BATCH, epochs=iterations, verbose=0)
    # ********** End train ********** #
