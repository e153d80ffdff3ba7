# verdict: failed score=13 diagnosis=last-but-one-step,outputs-on-wrong-axis,still-batch-major
# The last but one; and batch-major as it came.

    # ********** Begin last_output ********** #
    return outputs[:, -2]
    # ********** End last_output ********** #

    # ********** Begin to_time_major ********** #
    return images
    # ********** End to_time_major ********** #

    # ********** Begin run_time_major ********** #
    return unroll(cell, keras.ops.transpose(sequence, (1, 0, 2)), state)
    # ********** End run_time_major ********** #
