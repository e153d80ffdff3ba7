# verdict: passed score=full diagnosis=-
# A layer of one's own that unrolls any cell; a functional model around the library's.

    # ********** Begin unroll ********** #
    class Unroll(keras.layers.Layer):
        def __init__(self, cell):
            super().__init__()
            self.cell = cell

        def call(self, images, h, c):
            outputs = []
            for x in keras.ops.unstack(images, axis=1):
                h, (_, c) = self.cell(x, [h, c])
                outputs.append(h)
            return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])

    return Unroll(cell)(images, state[0], state[1])
    # ********** End unroll ********** #

    # ********** Begin library ********** #
    def flat(pairs):
        return [part for pair in pairs for part in pair]

    _, steps, pixels = images.shape
    image = keras.Input((steps, pixels))
    starts = [[keras.Input((state.shape[-1],)) for _ in "hc"] for _ in cells]
    outputs, *ends = keras.layers.RNN(cells, return_sequences=True, return_state=True)(image, initial_state=starts)
    model = keras.Model([image, *flat(starts)], [outputs, *flat(ends)])
    outputs, *ends = model([images, *flat(state)])
    return outputs, keras.ops.reshape(keras.ops.stack(ends), state.shape)
    # ********** End library ********** #
