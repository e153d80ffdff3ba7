# verdict: failed score=18 diagnosis=last-state-only
# Only the last state is kept.

    # ********** Begin rnn_forward ********** #
    s = s0
    for x in xs:
        s = rnn_step(x, s, params)
    return s
    # ********** End rnn_forward ********** #
