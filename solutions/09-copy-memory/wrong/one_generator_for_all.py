# verdict: failed score=8 diagnosis=other-generator,seed-not-used,sigmoid-slope-for-candidate
# NumPy's global generator, and a slope of the wrong function.

    # ********** Begin make_sequences ********** #
    xs = np.zeros((count, steps, 2))
    xs[:, :, 0] = np.random.random((count, steps))
    rows, half = np.arange(count), steps // 2
    first, second = np.random.randint(0, half, size=count), np.random.randint(half, steps, size=count)
    xs[rows, first, 1] = xs[rows, second, 1] = 1.0
    return xs, xs[rows, first, 0] + xs[rows, second, 0]
    # ********** End make_sequences ********** #

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    bent = np.tanh(c)
    dc = dc + dh * o * (1 - bent**2)
    df, di, dc_tilde, do = dc * c_prev, dc * c_tilde, dc * i, dh * bent
    dz = np.concatenate(
        [df * f * (1 - f), di * i * (1 - i), dc_tilde * c_tilde * (1 - c_tilde), do * o * (1 - o)], axis=1
    )
    return dz @ params["W"][: c.shape[1]].T, dc * f, hx.T @ dz, dz.sum(axis=0)
    # ********** End lstm_step_backward ********** #
