# verdict: failed score=12 diagnosis=dropout-at-prediction,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin predict ********** #
    return np.asarray(model(images, training=True)).argmax(axis=-1)
    # ********** End predict ********** #
