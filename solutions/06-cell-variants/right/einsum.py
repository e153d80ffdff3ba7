# verdict: passed score=full diagnosis=-
# einsum on weights cut into gates, one gate at a time.

    # ********** Begin lstm_step ********** #
    inputs, units = x.shape[1], h.shape[1]
    gates = kernel.reshape(inputs + units, 4, units)
    z = np.einsum("bi,igu->gbu", x, gates[:inputs]) + np.einsum("bv,vgu->gbu", h, gates[inputs:])
    z += bias.reshape(4, 1, units)
    z[2] += forget_bias
    open_ = np.reciprocal(1 + np.exp(-z))
    c = open_[2] * c + open_[0] * np.tanh(z[1])
    return np.stack([open_[3] * np.tanh(c), c])
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    units = len(bias) // 4
    k = kernel.reshape(-1, 4, units)[:, [0, 2, 1, 3]].reshape(len(kernel), -1)
    b = bias.reshape(4, units)[[0, 2, 1, 3]] + np.array([[0], [forget_bias], [0], [0]], bias.dtype)
    return (*np.split(k, [-units]), b.ravel())
    # ********** End to_keras ********** #

    # ********** Begin gru_step ********** #
    units = h.shape[1]
    of_x = np.einsum("bi,igu->gbu", x, kernel.reshape(-1, 3, units))
    weights = recurrent_kernel.reshape(units, 3, units)
    of_h = np.einsum("bv,vgu->gbu", h, weights)
    if reset_after:
        of_x, of_h = of_x + bias[0].reshape(3, 1, units), of_h + bias[1].reshape(3, 1, units)
    else:
        of_x = of_x + bias.reshape(3, 1, units)
    z, r = 0.5 + 0.5 * np.tanh((of_x[:2] + of_h[:2]) / 2)
    recalled = r * of_h[2] if reset_after else (r * h) @ weights[:, 2]
    return z * h + (1 - z) * np.tanh(of_x[2] + recalled)
    # ********** End gru_step ********** #
