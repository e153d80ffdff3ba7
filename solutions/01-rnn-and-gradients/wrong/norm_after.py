# verdict: failed score=17 diagnosis=norm-after-clipping
# The norm that is left.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [gradient * factor for gradient in gradients], norm * factor
    # ********** End clip_by_global_norm ********** #
