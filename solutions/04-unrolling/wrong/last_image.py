# verdict: failed score=15 diagnosis=both-states,last-step-from-batch-axis,state-not-float32
# [-1] takes the last image; zero_state in float64.

    # ********** Begin zero_state ********** #
    return np.zeros((layers, 2, batch, hidden))
    # ********** End zero_state ********** #

    # ********** Begin last_output ********** #
    return outputs[-1]
    # ********** End last_output ********** #

    # ********** Begin last_hidden ********** #
    return state[-1]
    # ********** End last_hidden ********** #
