# verdict: failed score=11 diagnosis=hidden-state-for-cell-state,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    first, second = model.get_layer("lstm1"), model.get_layer("lstm2")
    reader = keras.Model(model.input, [first.output, second.output])
    (_, h1, c1), (outputs, h2, c2) = reader(images, training=False)
    return [(h1, h1), (h2, h2)], outputs
    # ********** End layer_states ********** #
