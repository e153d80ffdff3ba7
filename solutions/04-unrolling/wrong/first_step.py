# verdict: failed score=14 diagnosis=all-axes-reversed,cell-state-as-output,first-step-output
# [:, 0] for the last step, c for h, .T for the transpose.

    # ********** Begin last_output ********** #
    return outputs[:, 0]
    # ********** End last_output ********** #

    # ********** Begin last_hidden ********** #
    return state[-1, 1]
    # ********** End last_hidden ********** #

    # ********** Begin to_time_major ********** #
    return images.T
    # ********** End to_time_major ********** #
