# verdict: failed score=14 diagnosis=forget-bias-always-one
# The forget bias is 1, whatever is asked for.

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    z = np.concatenate([x, h], axis=1) @ kernel + bias
    i, j, f, o = np.split(z, 4, axis=1)
    c = sigmoid(f + 1) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    units = len(bias) // 4

    def reorder(weights):
        i, j, f, o = np.split(weights, 4, axis=-1)
        return np.concatenate([i, f, j, o], axis=-1)

    kernel, bias = reorder(kernel), reorder(bias)
    bias[units : 2 * units] += 1
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #
