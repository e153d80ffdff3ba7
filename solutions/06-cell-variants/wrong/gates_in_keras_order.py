# verdict: failed score=14 diagnosis=gates-in-another-order,gates-not-reordered
# Reads the TF1 kernel as Keras would; and does not reorder it.

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    z = np.concatenate([x, h], axis=1) @ kernel + bias
    i, f, j, o = np.split(z, 4, axis=1)
    c = sigmoid(f + forget_bias) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    units = len(bias) // 4

    def reorder(weights):
        i, j, f, o = np.split(weights, 4, axis=-1)
        return np.concatenate([i, f, j, o], axis=-1)

    bias = reorder(bias)
    bias[units : 2 * units] += forget_bias
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #
