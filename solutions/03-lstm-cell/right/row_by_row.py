# verdict: passed score=full diagnosis=-
# A helper that prints one sample a line; the states by index.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    def show(title, state):
        print(title)
        for number, row in enumerate(state):
            print(" sample", number, *(f"{value:.5f}" for value in row))

    answer = cell(x, states=[keras.ops.zeros((b, a)) for _ in range(2)])
    for title, state in zip(("h is", "c is"), answer[1], strict=True):
        show(title, keras.ops.convert_to_numpy(state))
    # ********** End ********** #
