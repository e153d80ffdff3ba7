# verdict: failed score=19 diagnosis=only-kernel-counted
# The kernel alone is counted.

    # ********** Begin count ********** #
    return int(np.prod(layer.kernel.shape))
    # ********** End count ********** #
