# verdict: failed score=11 diagnosis=logits-for-classes,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin predict ********** #
    return model.predict(images, batch_size=500, verbose=0)
    # ********** End predict ********** #
