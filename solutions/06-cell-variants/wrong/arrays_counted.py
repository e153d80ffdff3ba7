# verdict: failed score=19 diagnosis=arrays-counted
# len(weights) is the number of arrays.

    # ********** Begin count ********** #
    return len(layer.weights)
    # ********** End count ********** #
