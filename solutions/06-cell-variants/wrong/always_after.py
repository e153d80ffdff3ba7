# verdict: failed score=17 diagnosis=reset-after-for-before
# r after the product, always.

    # ********** Begin gru_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    input_bias, recurrent_bias = bias if reset_after else (bias, 0 * bias)
    from_x = np.split(x @ kernel + input_bias, 3, axis=1)
    from_h = np.split(h @ recurrent_kernel + recurrent_bias, 3, axis=1)
    z, r = sigmoid(from_x[0] + from_h[0]), sigmoid(from_x[1] + from_h[1])
    return z * h + (1 - z) * np.tanh(from_x[2] + r * from_h[2])
    # ********** End gru_step ********** #
