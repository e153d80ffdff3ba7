# verdict: failed score=14 diagnosis=c-before-h,kernel-not-split
# The whole kernel is returned as kernel; c comes first; biases forgotten in the step.

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    z = np.concatenate([x, h], axis=1) @ kernel + bias
    i, j, f, o = np.split(z, 4, axis=1)
    c = sigmoid(f + forget_bias) * c + sigmoid(i) * np.tanh(j)
    return c, sigmoid(o) * np.tanh(c)
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    units = len(bias) // 4

    def reorder(weights):
        i, j, f, o = np.split(weights, 4, axis=-1)
        return np.concatenate([i, f, j, o], axis=-1)

    kernel, bias = reorder(kernel), reorder(bias)
    bias[units : 2 * units] += forget_bias
    return kernel, kernel[-units:], bias
    # ********** End to_keras ********** #
