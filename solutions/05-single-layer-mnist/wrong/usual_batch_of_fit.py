# verdict: failed score=19 diagnosis=batch-size-off
# fit takes 32 images for an update unless told otherwise; the number of updates is right.

    # ********** Begin train ********** #
    order = np.random.permutation(np.resize(np.arange(len(images)), iterations * 32))
    model.fit(images[order], labels[order], epochs=1, verbose=0)
    # ********** End train ********** #
