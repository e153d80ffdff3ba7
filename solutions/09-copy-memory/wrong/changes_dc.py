# verdict: failed score=19 diagnosis=changes-inputs
# dc is added to in place.

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc += dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [df * f * (1 - f), di * i * (1 - i), dc_tilde * (1 - c_tilde**2), do * o * (1 - o)], axis=1
    )
    return dz @ params["W"][: c.shape[1]].T, dc * f, hx.T @ dz, dz.sum(axis=0)
    # ********** End lstm_step_backward ********** #
