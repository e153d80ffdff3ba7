# verdict: failed score=17 diagnosis=update-gate-not-used
# The candidate is the new h.

    # ********** Begin gru_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    input_bias, recurrent_bias = bias if reset_after else (bias, 0 * bias)
    from_x = np.split(x @ kernel + input_bias, 3, axis=1)
    from_h = np.split(h @ recurrent_kernel + recurrent_bias, 3, axis=1)
    z, r = sigmoid(from_x[0] + from_h[0]), sigmoid(from_x[1] + from_h[1])
    if reset_after:
        recalled = r * from_h[2]
    else:
        recalled = (r * h) @ recurrent_kernel[:, -h.shape[1] :]
    return np.tanh(from_x[2] + recalled)
    # ********** End gru_step ********** #
