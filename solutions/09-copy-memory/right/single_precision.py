# verdict: passed score=full diagnosis=-
# Everything in float32.

    # ********** Begin make_sequences ********** #
    values = rng.random((count, steps)).astype(np.float32)
    marks = np.zeros((count, steps), np.float32)
    for row in range(count):
        marks[row, rng.integers(0, steps // 2)] = 1
        marks[row, rng.integers(steps // 2, steps)] = 1
    return np.stack((values, marks), 2), (values * marks).sum(axis=1)
    # ********** End make_sequences ********** #

    # ********** Begin lstm_step_backward ********** #
    dh, dc, hx, c_prev, f, i, c_tilde, o, c = (
        np.asarray(part, np.float32) for part in (dh, dc, *kept)
    )
    t = np.tanh(c)
    dc = dc + dh * o * (1 - t * t)
    dz = np.concatenate(
        [dc * c_prev * f * (1 - f), dc * c_tilde * i * (1 - i), dc * i * (1 - c_tilde**2), dh * t * o * (1 - o)], 1
    )
    return dz @ params["W"][:-2].T.astype(np.float32), dc * f, hx.T @ dz, dz.sum(0)
    # ********** End lstm_step_backward ********** #
