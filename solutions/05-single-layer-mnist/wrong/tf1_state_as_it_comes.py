# verdict: failed score=10 diagnosis=hidden-and-cell-state-swapped,not-trained
# An LSTMStateTuple is (c, h), and is returned as it is; no training.
# dialect: tf1

    # ********** Begin train ********** #
    pass
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    return model.session.run(model.state, {model.images: images})
    # ********** End final_state ********** #
