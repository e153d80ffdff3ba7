# verdict: failed score=12 diagnosis=dropout-at-prediction,not-trained
# The keep probability of training is fed in prediction too.
# dialect: tf1

    # ********** Begin train ********** #
    pass
    # ********** End train ********** #

    # ********** Begin predict ********** #
    logits = model.session.run(model.logits, {model.images: images, model.keep_prob: KEEP})
    return logits.argmax(axis=1)
    # ********** End predict ********** #
