# verdict: failed score=18 diagnosis=state-not-carried
# Every step starts from s_0.

    # ********** Begin rnn_forward ********** #
    return np.stack([s0] + [rnn_step(x, s0, params) for x in xs])
    # ********** End rnn_forward ********** #
