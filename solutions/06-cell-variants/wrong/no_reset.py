# verdict: failed score=17 diagnosis=reset-gate-not-used
# The reset gate is computed and not used.

    # ********** Begin gru_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    input_bias, recurrent_bias = bias if reset_after else (bias, 0 * bias)
    from_x = np.split(x @ kernel + input_bias, 3, axis=1)
    from_h = np.split(h @ recurrent_kernel + recurrent_bias, 3, axis=1)
    z, r = sigmoid(from_x[0] + from_h[0]), sigmoid(from_x[1] + from_h[1])
    if reset_after:
        recalled = from_h[2]
    else:
        recalled = h @ recurrent_kernel[:, -h.shape[1] :]
    return z * h + (1 - z) * np.tanh(from_x[2] + recalled)
    # ********** End gru_step ********** #
