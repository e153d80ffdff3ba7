# verdict: failed score=14 diagnosis=gates-in-another-order
# The order of Keras: i, f, c, o.

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc = dc + dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [di * i * (1 - i), df * f * (1 - f), dc_tilde * (1 - c_tilde**2), do * o * (1 - o)], axis=1
    )
    return dz @ params["W"][: c.shape[1]].T, dc * f, hx.T @ dz, dz.sum(axis=0)
    # ********** End lstm_step_backward ********** #
