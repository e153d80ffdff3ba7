# verdict: failed score=18 diagnosis=last-step-from-batch-axis
# outputs[-1] is the last image's, not the last step's.
# dialect: tf1

    # ********** Begin last_output ********** #
    return outputs[-1]
    # ********** End last_output ********** #
