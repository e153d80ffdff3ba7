# verdict: failed score=17 diagnosis=never-clipped
# The comparison is the wrong way round.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    return [gradient.copy() for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #
