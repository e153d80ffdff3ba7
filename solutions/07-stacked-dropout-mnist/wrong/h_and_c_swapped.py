# verdict: failed score=10 diagnosis=hidden-and-cell-state-swapped,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    first, second = model.get_layer("lstm1"), model.get_layer("lstm2")
    reader = keras.Model(model.input, [first.output, second.output])
    (_, c1, h1), (outputs, c2, h2) = reader(images, training=False)
    return [(h1, c1), (h2, c2)], outputs
    # ********** End layer_states ********** #
