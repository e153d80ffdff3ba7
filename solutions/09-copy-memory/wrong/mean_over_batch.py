# verdict: failed score=11 diagnosis=mean-for-sum,reach-of-the-whole-batch
# A mean too many, and one too few.

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc = dc + dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [df * f * (1 - f), di * i * (1 - i), dc_tilde * (1 - c_tilde**2), do * o * (1 - o)], axis=1
    )
    return dz @ params["W"][: c.shape[1]].T, dc * f, hx.T @ dz / len(hx), dz.mean(axis=0)
    # ********** End lstm_step_backward ********** #

    # ********** Begin reach ********** #
    _, steps, h = forward(params, xs)
    dh, dc = np.tile(params["v"], (len(xs), 1)), np.zeros_like(h)
    lengths = []
    for kept in reversed(steps):
        if kind_of(params) == "lstm":
            dh, dc, _, _ = lstm_step_backward(dh, dc, kept, params)
        else:
            dh, _, _ = rnn_step_backward(dh, kept, params)
        lengths.append(np.sqrt((dh**2 + dc**2).sum()))
    return np.array(lengths)
    # ********** End reach ********** #
