# verdict: failed score=17 diagnosis=gates-not-reordered
# Only the forget bias is added, where Keras has the forget gate.

    # ********** Begin to_keras ********** #
    units = len(bias) // 4
    bias = bias.copy()
    bias[units : 2 * units] += forget_bias
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #
