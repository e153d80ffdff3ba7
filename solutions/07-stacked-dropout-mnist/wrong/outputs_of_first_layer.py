# verdict: failed score=10 diagnosis=first-layer-output,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin layer_states ********** #
    first, second = model.get_layer("lstm1"), model.get_layer("lstm2")
    reader = keras.Model(model.input, [first.output, second.output])
    (outputs, h1, c1), (_, h2, c2) = reader(images, training=False)
    return [(h1, c1), (h2, c2)], outputs
    # ********** End layer_states ********** #
