# verdict: failed score=11 diagnosis=places-not-alike,tanh-slope-for-gates
# The last place is thought to be included.

    # ********** Begin make_sequences ********** #
    xs = np.zeros((count, steps, 2))
    xs[:, :, 0] = rng.random((count, steps))
    rows, half = np.arange(count), steps // 2
    first, second = rng.integers(0, max(half - 1, 1), size=count), rng.integers(half, max(steps - 1, half + 1), size=count)
    xs[rows, first, 1] = xs[rows, second, 1] = 1.0
    return xs, xs[rows, first, 0] + xs[rows, second, 0]
    # ********** End make_sequences ********** #

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc = dc + dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [df * (1 - f**2), di * (1 - i**2), dc_tilde * (1 - c_tilde**2), do * (1 - o**2)], axis=1
    )
    return dz @ params["W"][: c.shape[1]].T, dc * f, hx.T @ dz, dz.sum(axis=0)
    # ********** End lstm_step_backward ********** #
