# verdict: failed score=18 diagnosis=read-backwards
# The sequence is read from its end.

    # ********** Begin rnn_forward ********** #
    states = [s0]
    for x in xs[::-1]:
        states.append(rnn_step(x, states[-1], params))
    return np.stack(states)
    # ********** End rnn_forward ********** #
