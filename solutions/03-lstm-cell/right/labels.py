# verdict: passed score=full diagnosis=-
# backend: tensorflow
# Labels, the input printed first, rounded nested lists, other initialisers; and it returns the states besides.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a, unit_forget_bias=False, bias_initializer="ones", kernel_initializer="he_normal")
    x = np.linspace(-1, 1, b * c, dtype="float32").reshape(b, c)
    print("x", x)
    _, states = cell(x, [np.zeros((b, a), "float32")] * 2)
    for name, state in zip(["h", "c"], states, strict=True):
        print(name, "=", state.numpy().round(4).tolist(), "shape", tuple(state.shape), sep="\n")
    return states
    # ********** End ********** #
