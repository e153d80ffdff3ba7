# verdict: failed score=12 diagnosis=not-trained,predictions-not-from-model

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin predict ********** #
    return np.full(len(images), 7)
    # ********** End predict ********** #
