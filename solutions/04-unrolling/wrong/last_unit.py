# verdict: failed score=14 diagnosis=batch-hidden-swapped,last-unit,time-pixels-rotated
# [..., -1]; pixels first.

    # ********** Begin zero_state ********** #
    return np.zeros((layers, 2, hidden, batch), "float32")
    # ********** End zero_state ********** #

    # ********** Begin last_output ********** #
    return outputs[..., -1]
    # ********** End last_output ********** #

    # ********** Begin to_time_major ********** #
    return np.moveaxis(images, -1, 0)
    # ********** End to_time_major ********** #
