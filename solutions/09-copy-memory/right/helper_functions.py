# verdict: passed score=full diagnosis=-
# Slopes as functions of their own, the state in one array.

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept

    def of_sigmoid(s):
        return s * (1 - s)

    def of_tanh(s):
        return 1 - s**2

    d_cell = dh * o * of_tanh(np.tanh(c))
    d_cell += dc
    dz = np.empty((len(dh), 4, dh.shape[1]))
    dz[:, 0] = of_sigmoid(f) * c_prev * d_cell
    dz[:, 1] = of_sigmoid(i) * c_tilde * d_cell
    dz[:, 2] = of_tanh(c_tilde) * i * d_cell
    dz[:, 3] = of_sigmoid(o) * np.tanh(c) * dh
    dz = dz.reshape(len(dh), -1)
    d_hx = np.einsum("nz,kz->nk", dz, params["W"])
    return d_hx[:, : dh.shape[1]], d_cell * f, np.einsum("nk,nz->kz", hx, dz), np.einsum("nz->z", dz)
    # ********** End lstm_step_backward ********** #

    # ********** Begin reach ********** #
    back = {"rnn": lambda dh, dc, kept: (rnn_step_backward(dh, kept, params)[0], dc),
            "lstm": lambda dh, dc, kept: lstm_step_backward(dh, dc, kept, params)[:2]}[kind_of(params)]
    _, kept_steps, h = forward(params, xs)
    state = (params["v"] + 0 * h, 0 * h)
    norms = []
    while kept_steps:
        state = back(*state, kept_steps.pop())
        norms.append(float(np.sqrt(np.sum(np.square(state), axis=(0, 2))).mean()))
    return tuple(norms)
    # ********** End reach ********** #
