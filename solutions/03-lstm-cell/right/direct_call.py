# verdict: passed score=full diagnosis=-
# backend: tensorflow, jax
# No bias, call without __call__, and no print at all: the text is written to stdout.

    # ********** Begin ********** #
    import sys

    def show(state):
        sys.stdout.write(str(np.asarray(state)) + "\n")

    cell = keras.layers.LSTMCell(a, use_bias=False)
    cell.build((b, c))
    x = keras.ops.convert_to_tensor(np.random.uniform(-1, 1, (b, c)), dtype="float32")
    _, states = cell.call(x, [keras.ops.zeros((b, a)), keras.ops.zeros((b, a))])
    show(states[0])
    show(states[1])
    # ********** End ********** #
