# verdict: failed score=10 diagnosis=hidden-state-for-cell-state,not-trained

    # ********** Begin train ********** #
    pass  # 还没写 / not written yet
    # ********** End train ********** #

    # ********** Begin final_state ********** #
    reader = keras.Model(model.input, model.get_layer("lstm").output)
    _, h, c = reader(images, training=False)
    return h, h
    # ********** End final_state ********** #
