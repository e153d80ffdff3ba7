# verdict: raised score=4 diagnosis=axis-out-of-range,missing-self,no-such-argument,object-has-no-such-attribute,split-with-a-rest,states-left-out,symbolic-tensor-for-numbers
# In each function, something that is refused.

    # ********** Begin count ********** #
    return sum(np.prod(weight.shape) for weight in layer.weight)
    # ********** End count ********** #

    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTMCell(units, forget_bias=forget_bias)
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    i, j, f, o = np.split(np.concatenate([x, h], axis=1) @ kernel + bias, 3, axis=1)
    c = sigmoid(f + forget_bias) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    i, j, f, o = np.split(kernel, 4, axis=2)
    kernel = np.concatenate([i, f, j, o], axis=2)
    units = len(bias) // 4
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #

    # ********** Begin gru_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    class Gates:
        def read(weights, bias):
            return np.split(weights + bias, 3, axis=1)

    z, r, n = Gates().read(x @ kernel, bias)
    return sigmoid(z) * h + (1 - sigmoid(z)) * np.tanh(n)
    # ********** End gru_step ********** #

    # ********** Begin static ********** #
    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for step in range(x.shape[1]):
        output, states = cell(x[:, step])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for step in range(x.shape[1]):
        output, states = cell(x[:, step], states)
        outputs.append(np.array(output))
    return keras.ops.stack(outputs, axis=1), states
    # ********** End dynamic ********** #
