# verdict: failed score=17 diagnosis=reach-by-the-first-sequence
# As in lesson 1, one sequence.

    # ********** Begin reach ********** #
    _, steps, h = forward(params, xs)
    dh, dc = np.tile(params["v"], (len(xs), 1)), np.zeros_like(h)
    lengths = []
    for kept in reversed(steps):
        if kind_of(params) == "lstm":
            dh, dc, _, _ = lstm_step_backward(dh, dc, kept, params)
        else:
            dh, _, _ = rnn_step_backward(dh, kept, params)
        lengths.append(np.linalg.norm(np.append(dh[0], dc[0])))
    return np.array(lengths)
    # ********** End reach ********** #
