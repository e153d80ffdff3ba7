# verdict: failed score=10 diagnosis=hidden-and-cell-state-swapped,not-trained
# An LSTMStateTuple is (c, h), and is returned as it is.
# dialect: tf1

    # ********** Begin train ********** #
    pass
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    feed = {model.images: images, model.keep_prob: 1.0}
    states, outputs = model.session.run([model.states, model.outputs], feed)
    return states, outputs
    # ********** End layer_states ********** #
