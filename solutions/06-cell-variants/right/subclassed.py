# verdict: passed score=full diagnosis=-
# A layer of one's own for static, a subclass of LSTMCell, a functional model with any number of steps for dynamic.

    # ********** Begin make_cell ********** #
    class Cell(keras.layers.LSTMCell if kind == "lstm" else keras.layers.GRUCell):
        pass

    if kind == "gru":
        return Cell(units, reset_after=reset_after)
    cell = Cell(units, bias_initializer="zeros", unit_forget_bias=False)
    if forget_bias:
        cell = Cell(units, unit_forget_bias=True)
    return cell
    # ********** End make_cell ********** #

    # ********** Begin static ********** #
    class Static(keras.layers.Layer):
        def __init__(self, cell):
            super().__init__()
            self.cell = cell

        def call(self, x):
            states = self.cell.get_initial_state(batch_size=x.shape[0])
            history = []
            for step in range(x.shape[1]):
                _, states = self.cell(x[:, step, :], states)
                history.append(states[0])
            return keras.ops.stack(history, 1), states

    return Static(cell)(x)
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    rows = keras.Input((None, x.shape[-1]))
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True)
    model = keras.Model(rows, layer(rows))
    outputs, *states = model(x)
    return outputs, states
    # ********** End dynamic ********** #
