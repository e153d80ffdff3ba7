# verdict: passed score=full diagnosis=-
# Nested lists by way of json; a cell in a model of its own.

    # ********** Begin ********** #
    import json

    class OneStep(keras.Model):
        def __init__(self):
            super().__init__()
            self.cell = keras.layers.LSTMCell(a)

        def call(self, x):
            batch = keras.ops.shape(x)[0]
            return self.cell(x, [keras.ops.zeros((batch, a)), keras.ops.zeros((batch, a))])[1]

    h, state = OneStep()(np.ones((b, c), "float32"))
    print(json.dumps({"h": keras.ops.convert_to_numpy(h).tolist(), "c": keras.ops.convert_to_numpy(state).tolist()}))
    # ********** End ********** #
