# verdict: passed score=full diagnosis=-
# The same derivative through pre-activations, gate by gate.

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    W = params["W"]
    n = dh.shape[1]
    h = o * np.tanh(c)
    d_o = dh * h * (1 - o)
    back = dc + dh * (o - h * np.tanh(c))
    d_f = back * c_prev * (f - f * f)
    d_i = back * c_tilde * (i - i * i)
    d_g = back * i * (1 - np.square(c_tilde))
    d_z = np.hstack((d_f, d_i, d_g, d_o))
    d_hx = d_z.dot(W.T)
    return d_hx[:, :n], back * f, np.dot(hx.T, d_z), np.sum(d_z, 0)
    # ********** End lstm_step_backward ********** #

    # ********** Begin reach ********** #
    v = params["v"]
    kept_list = forward(params, xs)[1]
    dh = np.broadcast_to(v, (xs.shape[0], v.size))
    dc = np.zeros(dh.shape)
    out = np.empty(xs.shape[1])
    for k, kept in enumerate(kept_list[::-1]):
        if kind_of(params) == "rnn":
            dh = rnn_step_backward(dh, kept, params)[0]
            out[k] = np.linalg.norm(dh, axis=1).mean()
        else:
            dh, dc, *_ = lstm_step_backward(dh, dc, kept, params)
            out[k] = np.linalg.norm(np.hstack([dh, dc]), axis=1).mean()
    return out
    # ********** End reach ********** #
