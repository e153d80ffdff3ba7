# verdict: failed score=19 diagnosis=lengths-added
# Two lengths instead of one.

    # ********** Begin reach ********** #
    _, steps, h = forward(params, xs)
    dh, dc = np.tile(params["v"], (len(xs), 1)), np.zeros_like(h)
    lengths = []
    for kept in reversed(steps):
        if kind_of(params) == "lstm":
            dh, dc, _, _ = lstm_step_backward(dh, dc, kept, params)
        else:
            dh, _, _ = rnn_step_backward(dh, kept, params)
        lengths.append((np.linalg.norm(dh, axis=1) + np.linalg.norm(dc, axis=1)).mean())
    return np.array(lengths)
    # ********** End reach ********** #
