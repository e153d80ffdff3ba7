# verdict: failed score=3 diagnosis=all-values-added,forget-gate-missing-on-the-way,root-of-the-error
# Three mistakes that have nothing to do with each other.

    # ********** Begin make_sequences ********** #
    xs = np.zeros((count, steps, 2))
    xs[:, :, 0] = rng.random((count, steps))
    rows, half = np.arange(count), steps // 2
    first, second = rng.integers(0, half, size=count), rng.integers(half, steps, size=count)
    xs[rows, first, 1] = xs[rows, second, 1] = 1.0
    return xs, xs[:, :, 0].sum(axis=1)
    # ********** End make_sequences ********** #

    # ********** Begin constant_error ********** #
    return np.std(targets)
    # ********** End constant_error ********** #

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc = dc + dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [df * f * (1 - f), di * i * (1 - i), dc_tilde * (1 - c_tilde**2), do * o * (1 - o)], axis=1
    )
    return dz @ params["W"][: c.shape[1]].T, dc, hx.T @ dz, dz.sum(axis=0)
    # ********** End lstm_step_backward ********** #
