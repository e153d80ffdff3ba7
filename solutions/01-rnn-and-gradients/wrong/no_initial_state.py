# verdict: failed score=18 diagnosis=initial-state-left-out
# s_0 is not among the states.

    # ********** Begin rnn_forward ********** #
    states, s = [], s0
    for x in xs:
        s = rnn_step(x, s, params)
        states.append(s)
    return np.stack(states)
    # ********** End rnn_forward ********** #
