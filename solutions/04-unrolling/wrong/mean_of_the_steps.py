# verdict: failed score=16 diagnosis=columns-as-steps,mean-over-steps
# The mean over the steps, and columns first.

    # ********** Begin last_output ********** #
    return keras.ops.mean(outputs, axis=1)
    # ********** End last_output ********** #

    # ********** Begin to_time_major ********** #
    return keras.ops.transpose(images, (0, 2, 1))
    # ********** End to_time_major ********** #
