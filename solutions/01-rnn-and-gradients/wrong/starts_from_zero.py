# verdict: failed score=18 diagnosis=initial-state-ignored
# The state given is not used.

    # ********** Begin rnn_forward ********** #
    states = np.zeros((len(xs) + 1, len(s0)))
    for t, x in enumerate(xs):
        states[t + 1] = rnn_step(x, states[t], params)
    return states
    # ********** End rnn_forward ********** #
