# verdict: failed score=10 diagnosis=hidden-and-cell-state-swapped,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    reader = keras.Model(model.input, model.get_layer("lstm").output)
    _, c, h = reader(images, training=False)
    return h, c
    # ********** End final_state ********** #
