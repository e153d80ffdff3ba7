# verdict: failed score=17 diagnosis=recurrent-bias-not-reset
# The recurrent bias of the candidate is added after r.

    # ********** Begin gru_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    units = h.shape[1]
    from_x = x @ kernel + (bias.sum(axis=0) if reset_after else bias)
    gates = sigmoid(from_x[:, : 2 * units] + h @ recurrent_kernel[:, : 2 * units])
    z, r = gates[:, :units], gates[:, units:]
    if reset_after:
        recalled = r * (h @ recurrent_kernel[:, 2 * units :])
    else:
        recalled = (r * h) @ recurrent_kernel[:, 2 * units :]
    return z * h + (1 - z) * np.tanh(from_x[:, 2 * units :] + recalled)
    # ********** End gru_step ********** #
