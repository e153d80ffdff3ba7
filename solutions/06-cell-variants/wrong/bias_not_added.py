# verdict: failed score=17 diagnosis=missing-bias
# The step forgets the bias.

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    z = np.concatenate([x, h], axis=1) @ kernel
    i, j, f, o = np.split(z, 4, axis=1)
    c = sigmoid(f + forget_bias) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c
    # ********** End lstm_step ********** #
