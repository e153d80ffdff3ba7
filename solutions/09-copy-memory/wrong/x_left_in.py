# verdict: raised score=9 diagnosis=gradient-of-x-left-in,reach-not-of-the-output,shapes-do-not-fit
# The gradient of all of hx; ones instead of v.

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc = dc + dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [df * f * (1 - f), di * i * (1 - i), dc_tilde * (1 - c_tilde**2), do * o * (1 - o)], axis=1
    )
    return dz @ params["W"].T, dc * f, hx.T @ dz, dz.sum(axis=0)
    # ********** End lstm_step_backward ********** #

    # ********** Begin reach ********** #
    _, steps, h = forward(params, xs)
    dh, dc = np.ones_like(h), np.zeros_like(h)
    lengths = []
    for kept in reversed(steps):
        if kind_of(params) == "lstm":
            dh, dc, _, _ = lstm_step_backward(dh, dc, kept, params)
        else:
            dh, _, _ = rnn_step_backward(dh, kept, params)
        lengths.append(np.sqrt((dh**2 + dc**2).sum(axis=1)).mean())
    return np.array(lengths)
    # ********** End reach ********** #
