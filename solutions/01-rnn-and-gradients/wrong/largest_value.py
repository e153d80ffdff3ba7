# verdict: failed score=17 diagnosis=largest-value-for-norm
# The largest absolute value.

    # ********** Begin clip_by_global_norm ********** #
    norm = max(np.abs(gradient).max() for gradient in gradients)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [gradient * factor for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #
