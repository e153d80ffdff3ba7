# verdict: raised score=0 diagnosis=layer-reads-sequences
# A layer reads sequences; this is one step.

    # ********** Begin ********** #
    layer = keras.layers.LSTM(a, return_state=True)
    x = np.random.normal(size=(b, c)).astype("float32")
    out, h, c = layer(x)
    print(h)
    print(c)
    # ********** End ********** #
