# verdict: failed score=18 diagnosis=time-on-last-axis
# Each state is a column.

    # ********** Begin rnn_forward ********** #
    states = [s0]
    for x in xs:
        states.append(rnn_step(x, states[-1], params))
    return np.stack(states, axis=1)
    # ********** End rnn_forward ********** #
