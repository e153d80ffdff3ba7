# verdict: failed score=17 diagnosis=forget-bias-on-wrong-gate
# The forget bias goes to the input gate.

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    z = np.concatenate([x, h], axis=1) @ kernel + bias
    i, j, f, o = np.split(z, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i + forget_bias) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c
    # ********** End lstm_step ********** #
